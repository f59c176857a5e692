/** A page that follows a stream of records with the browser's own EventSource, and tells this server what it sees. */
export function pageFor(streamUrl: string): string {
  return `<!doctype html><title>Records</title><script>
const tell = (what) => fetch('/seen', { method: 'POST', body: JSON.stringify(what), keepalive: true });
const source = new EventSource(${JSON.stringify(streamUrl)});
source.onopen = () => tell({ kind: 'open' });
source.onmessage = ({ data, lastEventId }) => tell({ kind: 'record', record: JSON.parse(data), lastEventId });
source.onerror = () => tell({ kind: source.readyState === EventSource.CLOSED ? 'refused' : 'lost' });
</script>`;
}

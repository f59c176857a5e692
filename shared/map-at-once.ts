/**
 * Does something for each item, so many at once, and gives what came of it in their order. After the first failure
 * nothing more is begun; it rejects with that one when those under way have ended.
 */
export async function mapAtOnce<T, R>(
  items: Iterable<T>,
  atOnce: number,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const all = [...items];
  const left = all.entries();
  const work = async () => {
    for (const [index, item] of left) {
      if (failures.length > 0) return;
      try {
        results[index] = await act(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}

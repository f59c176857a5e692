/**
 * Loaded first into child processes whose input is a pipe from their parent: a pipe that ends says that the parent is
 * gone, however it went; nothing else would tell of a SIGKILL. Unreferenced, because a child leaves by itself once its
 * own work is done.
 */
const KILL_AFTER_MS = 5000;

process.stdin.on('end', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(), KILL_AFTER_MS).unref();
});
process.stdin.resume().unref();

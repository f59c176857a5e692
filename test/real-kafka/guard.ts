import { spawn } from 'node:child_process';

/**
 * Runs Java and ends it when told to, or when whoever started this is gone: a JVM would live on.
 * Arguments: those of java.
 */
const java = spawn('java', process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] });
const orderlyMs = 4000;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    java.kill('SIGTERM');
    setTimeout(() => java.kill('SIGKILL'), orderlyMs).unref();
  });
}
java.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
java.once('exit', (code) => {
  process.exit(code ?? 1);
});

import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { inspect } from 'node:util';
import { problemAnswer } from '../../../../shared/http/problem.ts';

/** What leaves this process, for the two rows that are about all scenarios together. */
export interface ProcessWatch {
  /** Notes whatever a log or an answer could show of a value: hidden members, JSON, the problem that callers get. */
  readonly note: (value: unknown) => void;
  /** Throws when something noted or printed holds one of these, or anything of the form of a token or a key. */
  readonly assertNothingShown: (hidden: readonly string[]) => void;
  /** Throws when a connection was tried to another machine: the metadata address 169.254.169.254 is one. */
  readonly assertStayedHere: () => void;
}

const FORMS = [/eyJ[\w-]{10,}\.[\w-]+/, /PRIVATE KEY/];

/** Watches stdout, stderr and all sockets from now on; `print` goes around the watch. */
export function watchProcess(): ProcessWatch & { readonly print: (line: string) => void } {
  const noted: string[] = [];
  const print = process.stdout.write.bind(process.stdout);
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: string | Uint8Array) => {
      noted.push(Buffer.from(chunk).toString());
      return true;
    };
  }
  const hosts = watchSockets();
  return {
    print: (line) => void print(`${line}\n`),
    note: (value) => {
      noted.push(inspect(value, { depth: 10, showHidden: true, maxStringLength: Infinity }));
      noted.push(JSON.stringify(value), String(value), JSON.stringify(problemAnswer(value, 'id')));
    },
    assertNothingShown: (hidden) => {
      const all = noted.join('\n');
      for (const value of hidden)
        assert.ok(!all.includes(value), 'a secret, a token or an assertion is shown');
      for (const form of FORMS) assert.doesNotMatch(all, form);
    },
    assertStayedHere: () => {
      assert.ok(hosts.size > 0, 'no socket was seen');
      for (const host of hosts) assert.ok(['localhost', '127.0.0.1'].includes(host), `spoke to ${host}`);
    },
  };
}

function watchSockets(): Set<string> {
  const hosts = new Set<string>();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket as its `this` below
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...args: never[]) {
    // Node's own form: the options come first, or in an array of normalised arguments.
    const [first] = [args[0]].flat() as [{ readonly host?: string }?];
    hosts.add(first?.host ?? 'unknown');
    return Reflect.apply(connect, this, args) as Socket;
  };
  return hosts;
}

import { AppError } from './errors.ts';

/** How much memory the records of all callers may take, from the first byte that is read of them. */
export interface Memory {
  readonly hold: () => Hold;
}

/** What one caller takes of it. */
export interface Hold {
  /** Throws `too-many-requests`, and takes nothing, where it would be too much; who holds all there is may go on. */
  readonly add: (bytes: number) => void;
  /** Says what is really held where an estimate was added; what is there already counts, whatever there is room for. */
  readonly correct: (bytes: number) => void;
  /** Bytes that it has. */
  readonly held: () => number;
  readonly release: () => void;
}

/** The memory of this process for records, `maxBytes` of it; what one caller alone takes is bounded elsewhere. */
export function createMemory(maxBytes: number): Memory {
  let held = 0;
  return {
    hold() {
      let own = 0;
      return {
        add(bytes) {
          if (held > own && held + bytes > maxBytes) {
            const detail = 'Records that are under way take all the memory there is for them.';
            throw new AppError('too-many-requests', detail, { retryAfterSeconds: 1 });
          }
          own += bytes;
          held += bytes;
        },
        correct(bytes) {
          held += bytes - own;
          own = bytes;
        },
        held: () => own,
        release() {
          held -= own;
          own = 0;
        },
      };
    },
  };
}

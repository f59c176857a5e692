import { AppError, echo } from '../errors.ts';
import type { BlobContainer, BlobContent } from '../storage/blob.ts';

/** Content too large for a message, kept as a blob that the message names. */
export interface ClaimChecks {
  /**
   * The content behind a name, read while it comes; never more than `maxBytes` of it. Rejects with `invalid-request`
   * where the name is none or nothing is there, `request-too-large` where it holds too much.
   */
  readonly open: (name: string, signal?: AbortSignal) => Promise<BlobContent>;
  /** Keeps content under a name, in the place of what had that name. */
  readonly put: (name: string, content: Content, contentType: string, signal?: AbortSignal) => Promise<void>;
}

type Content = Uint8Array | AsyncIterable<Uint8Array>;

export interface ClaimCheckOptions {
  /** The one container that names lead into. */
  readonly container: BlobContainer;
  readonly containerName: string;
  readonly maxBytes: number;
}

const MAX_NAME = 512;
const PART = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** What is wrong with the name of a claim check, or undefined: it may lead nowhere but into its container. */
export function claimCheckFault(name: string): string | undefined {
  const isName =
    name.length <= MAX_NAME && name.split('/').every((part) => PART.test(part) && !part.endsWith('.'));
  return isName
    ? undefined
    : `Give the name of a blob alone, without address, SAS or container: up to ${MAX_NAME} of the characters A-Z a-z 0-9 . _ - with / between its parts.`;
}

/** Claim checks in one container, none larger than `maxBytes`. */
export function createClaimChecks({ container, containerName, maxBytes }: ClaimCheckOptions): ClaimChecks {
  return {
    open: async (name, signal) => {
      const fault = claimCheckFault(name);
      if (fault !== undefined)
        throw new AppError('invalid-request', `The claim check ${echo(name)}: ${fault}`);
      const found = await container.get(name, signal);
      if (found === undefined) {
        throw new AppError(
          'invalid-request',
          `The claim check ${echo(name)} is not in the container ${containerName}: put the blob there before the message.`,
        );
      }
      if (found.bytes <= maxBytes) return found;
      found.discard();
      throw new AppError(
        'request-too-large',
        `The claim check ${echo(name)} has ${found.bytes} bytes: the limit is ${maxBytes}.`,
      );
    },
    put: async (name, content, contentType, signal) => {
      await container.put(name, content, { contentType }, signal);
    },
  };
}

import type { Dependencies } from '../../shared/dependencies.ts';
import type { Proxy } from '../produce/proxy.ts';

/** What a line works with: the app as shipped, and the stand-in of the proxy in a process of its own. */
export interface Bench {
  readonly proxy: Proxy;
  readonly dependencies: Dependencies;
}

/** One file of this folder: what it measures, with the ratios that it is about. */
export interface Line {
  readonly name: string;
  readonly measure: (bench: Bench) => Promise<readonly Row[]>;
}

export interface Row {
  readonly what: string;
  readonly figure: string;
  /** To what it is held against in the same run; left out: to nothing. */
  readonly ratio?: string;
}

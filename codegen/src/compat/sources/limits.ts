/** How much a git tree or an archive may hold; beyond it, something else than contracts was named. */
export interface Limits {
  /** Contract files taken. */
  readonly files: number;
  /** Bytes of all files taken. */
  readonly totalBytes: number;
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Entries looked at, taken or not. */
  readonly entries: number;
}

/** Far above any real set of contracts, far below what hurts a build machine. */
export const defaultLimits: Limits = {
  files: 20_000,
  totalBytes: 512 * 2 ** 20,
  fileBytes: 64 * 2 ** 20,
  entries: 1_000_000,
};

/** Files that contracts are made of: documents, proto files, SDL and what buf reads. */
export function isContractLike(file: string): boolean {
  return /\.(?:ya?ml|json|proto|graphqls?|gql)$|(?:^|\/)buf\.[\w.]+$/i.test(file);
}

/** Bytes in words, e.g. `64 MiB`. */
export function inMebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** Where one version of a workspace or document is to be read from. Paths are absolute. */
export type SideSpec = FolderSpec | FileSpec | GitSpec | ArchiveSpec;

/** A workspace, or a folder with contracts of the usual names. */
export interface FolderSpec {
  readonly kind: "folder";
  readonly path: string;
  readonly label: string;
}

/** A single document. */
export interface FileSpec {
  readonly kind: "file";
  readonly path: string;
  readonly label: string;
  /** Folder that positions are relative to; default: the folder of the file. Ignored where the file is outside of it. */
  readonly base?: string;
}

/** A commit of a git repository. */
export interface GitSpec {
  readonly kind: "git";
  /** A commit, resolved or not; never begins with `-`. */
  readonly ref: string;
  /** Any folder of the work tree, or a bare repository. */
  readonly repository: string;
  /** Folder of the workspace inside the repository, `` for the top; positions are relative to it. */
  readonly folder: string;
  /** A single document, relative to `folder`; without it the folder is the side. */
  readonly document?: string;
  readonly label: string;
}

/** A tar (plain or gzipped) or zip file with a workspace in it. */
export interface ArchiveSpec {
  readonly kind: "archive";
  readonly path: string;
  readonly label: string;
  /** A single document inside; without it the archive is the side. */
  readonly document?: string;
}

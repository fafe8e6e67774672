import type { ArtifactFiles } from '@trainyard/backstage-plugin-ml-training-common';

type ArtifactFile = ArtifactFiles['files'][number];

/** A folder or a file of an artifact, in the order in which a tree shows them. */
export type TreeEntry =
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly file: ArtifactFile;
    };

/** Folders before files, each by name; a folder has the size of all that lies below it. */
export function fileTree(files: readonly ArtifactFile[]): readonly TreeEntry[] {
  const root: Folder = { folders: new Map(), files: [], bytes: 0 };
  for (const file of files) {
    const parts = file.path.split('/');
    const name = parts.pop() ?? file.path;
    let folder = root;
    for (const part of parts) {
      const next: Folder = folder.folders.get(part) ?? {
        folders: new Map(),
        files: [],
        bytes: 0,
      };
      folder.folders.set(part, next);
      next.bytes += file.bytes;
      folder = next;
    }
    folder.files.push([name, file]);
  }
  return entriesOf(root, '', 0);
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: (readonly [string, ArtifactFile])[];
  bytes: number;
}

function entriesOf(
  { folders, files }: Folder,
  parent: string,
  depth: number,
): TreeEntry[] {
  return [
    ...sorted([...folders]).flatMap(([name, folder]) => [
      {
        kind: 'folder' as const,
        path: `${parent}${name}`,
        name,
        depth,
        bytes: folder.bytes,
      },
      ...entriesOf(folder, `${parent}${name}/`, depth + 1),
    ]),
    ...sorted(files).map(([name, file]) => ({
      kind: 'file' as const,
      path: file.path,
      name,
      depth,
      file,
    })),
  ];
}

function sorted<Named extends readonly [string, unknown]>(
  named: readonly Named[],
): Named[] {
  return [...named].sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
}

import type { Json } from '../../json/json';
import type { Problem } from '../../problems/problem';
import { pathObjection } from '../names';
import { inWords, problemAt, type Path, type PlaceOf } from './finding';
import { eachOf, isMap, onlyKey } from './maps';
import { didYouMean } from '../../problems/nearest';
import { readYaml, type YamlDocument } from './yamlDocument';

/** The files that a specification may consist of, by path. */
export type SpecificationFiles =
  | ReadonlyMap<string, string>
  | { readonly read: (path: string) => string | undefined };

/** Where a part of an assembled document stands, and how it was written. */
interface Where {
  readonly placeOf: PlaceOf;
  readonly textOf: (path: Path) => string | undefined;
}

export interface Assembled extends Where {
  /** With every `{file: …}` replaced by what the file holds; undefined where pipeline.yaml itself could not be read. */
  readonly value: Json | undefined;
  /** Sections whose file could not be read: what they say is unknown. */
  readonly unread: readonly string[];
  readonly problems: readonly Problem[];
  /** Files beside the specification, each once, in the order of use. */
  readonly included: readonly string[];
}

/** Keys of pipeline.yaml that are no sections: they are always written in place. */
const HEAD: readonly string[] = [
  'spec_version',
  'pipeline',
  'namespace',
  'owner',
  'description',
  'as_of',
];

/** Stands where a file could not be read; such a specification has a problem and is never used. */
const UNREAD_SQL = 'SELECT';

class Assembly {
  private readonly folder: string;
  private readonly file: string;
  private readonly problems: Problem[] = [];
  private readonly included = new Set<string>();
  private readonly unread: string[] = [];
  private readonly mounts = new Map<
    string,
    { readonly document: YamlDocument; readonly prefix: Path }
  >();

  constructor(
    private readonly files: SpecificationFiles,
    private readonly path: string,
  ) {
    const slash = path.lastIndexOf('/') + 1;
    this.folder = path.slice(0, slash);
    this.file = path.slice(slash);
  }

  assembled(): Assembled {
    const text = this.read(this.path);
    if (text === undefined) {
      const { file } = this;
      this.problems.push({
        file,
        path: [],
        found: 'nothing',
        expected: 'a specification',
        advice: 'Name the pipeline.yaml of a pipeline.',
        severity: 'error',
      });
      return this.result(undefined, {
        placeOf: () => ({ file }),
        textOf: () => undefined,
      });
    }
    const root = this.document(text, this.file);
    const where = this.whereFrom(root);
    const { value } = root;
    if (!isMap(value)) return this.result(value, where);
    const sections = Object.entries(value).flatMap(([name, written]) => {
      const section = this.section(name, written, root);
      return section === undefined ? [] : [[name, section] as const];
    });
    return this.result(
      this.withAllSql(Object.fromEntries(sections), where.placeOf),
      where,
    );
  }

  /** Looks a path up in the file that holds its section. */
  private whereFrom(root: YamlDocument): Where {
    const mounted = (path: Path) => {
      const mount = this.mounts.get(String(path[0]));
      return mount
        ? {
            document: mount.document,
            inner: [...mount.prefix, ...path.slice(1)],
          }
        : { document: root, inner: path };
    };
    return {
      placeOf: (path, at) => {
        const { document, inner } = mounted(path);
        return document.placeOf(inner, at);
      },
      textOf: path => {
        const { document, inner } = mounted(path);
        return document.textOf(inner);
      },
    };
  }

  private result(value: Json | undefined, where: Where): Assembled {
    const { unread, problems } = this;
    return { value, unread, problems, included: [...this.included], ...where };
  }

  private section(
    name: string,
    written: Json,
    root: YamlDocument,
  ): Json | undefined {
    const path = HEAD.includes(name) ? undefined : includedPath(written);
    if (path === undefined) return written;
    const text = this.include(path, [name], root.placeOf);
    const document =
      text === undefined
        ? undefined
        : this.document(text, innerFile(String(path)));
    if (document?.value === undefined) {
      this.unread.push(name);
      return undefined;
    }
    const wrapped = isMap(document.value) && onlyKey(document.value) === name;
    this.mounts.set(name, { document, prefix: wrapped ? [name] : [] });
    return wrapped
      ? (document.value as Record<string, Json>)[name]
      : document.value;
  }

  private withAllSql(
    { tables, features, ...rest }: Record<string, Json>,
    placeOf: PlaceOf,
  ): Json {
    return {
      ...rest,
      ...(tables !== undefined && {
        tables: this.withSql(['tables'], tables, placeOf),
      }),
      ...(features !== undefined && {
        features: eachOf(features, (set, views) =>
          this.withSql(['features', set], views, placeOf),
        ),
      }),
    };
  }

  /** A map of things that may have `sql: {file: …}`, with the text in its place. */
  private withSql(path: Path, map: Json, placeOf: PlaceOf): Json {
    return eachOf(map, (name, entry) => {
      const file = isMap(entry) ? includedPath(entry.sql) : undefined;
      if (!isMap(entry) || file === undefined) return entry;
      const text = this.include(file, [...path, name, 'sql'], placeOf);
      return { ...entry, sql: text ?? UNREAD_SQL };
    });
  }

  /** The text of an included file, or undefined and a problem at `{file: …}`. */
  private include(path: Json, at: Path, placeOf: PlaceOf): string | undefined {
    const objection =
      typeof path === 'string' ? pathObjection(path) : inWords(path);
    const complain = (
      words: Pick<Problem, 'found' | 'expected' | 'advice'>,
    ) => {
      this.problems.push(
        problemAt({ path: [...at, 'file'], ...words }, placeOf),
      );
      return undefined;
    };
    if (typeof path !== 'string' || objection !== undefined) {
      return complain({
        found: objection ?? inWords(path),
        expected: 'a path inside the folder of the pipeline',
        advice:
          'Write it relative to pipeline.yaml, with / and without .. in it.',
      });
    }
    const file = innerFile(path);
    const text = this.read(this.folder + file);
    if (text === undefined) {
      return complain({
        found: `no file ${file}`,
        expected: 'a file that is there',
        advice: this.fileAdvice(file),
      });
    }
    this.included.add(this.folder + file);
    return text.replace(/^\uFEFF/, '');
  }

  private fileAdvice(file: string): string {
    const known =
      'read' in this.files
        ? []
        : [...this.files.keys()]
            .filter(other => other.startsWith(this.folder))
            .map(other => other.slice(this.folder.length));
    return known.length > 0
      ? didYouMean(file, known)
      : 'Create it beside pipeline.yaml, or correct the path.';
  }

  private document(text: string, file: string): YamlDocument {
    const document = readYaml(text, file);
    for (const { offset, ...finding } of document.findings) {
      this.problems.push(
        problemAt(finding, () => ({ file, ...document.placeAt(offset ?? 0) })),
      );
    }
    return document;
  }

  private read(path: string): string | undefined {
    return 'read' in this.files ? this.files.read(path) : this.files.get(path);
  }
}

/**
 * Reads pipeline.yaml and the files it includes. A path is relative to the folder
 * of pipeline.yaml and stays inside it, so that one folder holds all of it.
 */
export function assemble(files: SpecificationFiles, path: string): Assembled {
  return new Assembly(files, path).assembled();
}

/** What `{file: …}` names, if the value is that and nothing else. */
function includedPath(value: Json | undefined): Json | undefined {
  return isMap(value) && onlyKey(value) === 'file' && !isMap(value.file)
    ? value.file
    : undefined;
}

function innerFile(path: string): string {
  return path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/');
}

import { isAlias, isScalar, isSeq } from 'yaml';
import type { Alias, ParsedNode, Scalar, YAMLMap } from 'yaml';
import type { Json } from '../../json/json';
import { inWords, type Finding, type Path } from './finding';

const MOST_ALIASES = 100;
const PLAIN_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;
const PROTOTYPE_KEYS: readonly unknown[] = [
  '__proto__',
  'constructor',
  'prototype',
];

/** A finding and the character at which it stands. */
export type Complaint = Finding & { readonly offset: number };

export interface PlainValue {
  /** What is refused is left out of it. */
  readonly value: Json | undefined;
  readonly complaints: readonly Complaint[];
  /** What each alias stands for. */
  readonly resolved: ReadonlyMap<Alias, ParsedNode>;
}

class Walk {
  readonly complaints: Complaint[] = [];
  readonly resolved = new Map<Alias, ParsedNode>();
  private readonly anchors = new Map<string, ParsedNode>();
  private readonly open = new Set<ParsedNode>();
  private visited = 0;
  private aliases = 0;

  constructor(private readonly most: number) {}

  visit(node: ParsedNode, path: Path): Json | undefined {
    this.visited += 1;
    if (this.visited > this.most) {
      if (this.visited === this.most + 1) {
        this.complain(node, path, {
          found: `more than ${this.most} values`,
          expected: `at most ${this.most} values, aliases written out`,
          advice: 'Move data out of the document.',
        });
      }
      return undefined;
    }
    if (isAlias(node)) return this.follow(node, path);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (node.tag !== undefined && !PLAIN_TAG.test(node.tag)) {
      return this.complain(node, path, {
        found: `the tag ${node.tag}`,
        expected: 'a plain value',
        advice: 'Remove the tag.',
      });
    }
    if (isScalar(node)) return this.scalar(node, path);
    this.open.add(node);
    try {
      if (isSeq(node)) {
        return node.items.map(
          (item, i) => this.visit(item as ParsedNode, [...path, i]) ?? null,
        );
      }
      return this.map(node, path);
    } finally {
      this.open.delete(node);
    }
  }

  private map(node: YAMLMap.Parsed, path: Path): Json {
    const entries = new Map<string, Json>();
    for (const { key, value } of node.items) {
      const name = this.key(key, path, entries);
      if (name === undefined) continue;
      const plain = value ? this.visit(value, [...path, name]) : null;
      if (plain !== undefined) entries.set(name, plain);
    }
    return Object.fromEntries(entries);
  }

  /** The text of a key, or undefined where it is refused. */
  private key(
    key: ParsedNode,
    path: Path,
    seen: ReadonlyMap<string, Json>,
  ): string | undefined {
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== 'string') {
      return this.complain(key, path, {
        found: isScalar(key) ? inWords(key.value as Json) : 'a list or a map',
        expected: 'a key that is text',
        advice: 'Put the key in quotes.',
      });
    }
    const own = [...path, name];
    if (PROTOTYPE_KEYS.includes(name)) {
      return this.complain(key, own, {
        found: `the key ${name}`,
        expected: 'a key with a meaning of its own',
        advice: 'Choose another name.',
      });
    }
    if (name === '<<') {
      return this.complain(key, own, {
        found: 'a merge key <<',
        expected: 'every key written where it belongs',
        advice:
          'Write the keys out, or move the section into a file of its own.',
      });
    }
    if (seen.has(name)) {
      return this.complain(key, own, {
        found: `the key ${name} a second time`,
        expected: 'every key once',
        advice: 'Keep one of the two.',
      });
    }
    return name;
  }

  private scalar(node: Scalar.Parsed, path: Path): Json | undefined {
    const { value } = node;
    if (typeof value === 'number') {
      const digits = /^[-+]?\d+$/.test(node.source);
      if (!Number.isFinite(value) || (digits && !Number.isSafeInteger(value))) {
        return this.complain(node, path, {
          found: node.source,
          expected: 'a number that a computer keeps exactly',
          advice: digits
            ? 'Put it in quotes if it is a name; as a number it would change.'
            : 'Write a finite number.',
        });
      }
    }
    return value as Json;
  }

  private follow(alias: Alias.Parsed, path: Path): Json | undefined {
    this.aliases += 1;
    const target = this.anchors.get(alias.source);
    if (target === undefined || this.open.has(target)) {
      return this.complain(alias, path, {
        found: `*${alias.source}`,
        expected: 'an alias of something written before it',
        advice: `Write &${alias.source} at a value above, or the value itself here.`,
      });
    }
    if (this.aliases > MOST_ALIASES) {
      if (this.aliases > MOST_ALIASES + 1) return undefined;
      return this.complain(alias, path, {
        found: `more than ${MOST_ALIASES} aliases, counted as they unfold`,
        expected: `at most ${MOST_ALIASES} aliases`,
        advice: 'Write the values out.',
      });
    }
    this.resolved.set(alias, target);
    return this.visit(target, path);
  }

  private complain(
    node: ParsedNode,
    path: Path,
    words: Pick<Finding, 'found' | 'expected' | 'advice'>,
  ): undefined {
    this.complaints.push({ path, ...words, offset: node.range[0] });
  }
}

/**
 * The JSON value of a tree of YAML nodes, and all that is refused in it.
 *
 * @param most - values that it may have, with aliases written out
 */
export function plainValue(root: ParsedNode | null, most: number): PlainValue {
  const walk = new Walk(most);
  const value = root === null ? null : walk.visit(root, []);
  return { value, complaints: walk.complaints, resolved: walk.resolved };
}

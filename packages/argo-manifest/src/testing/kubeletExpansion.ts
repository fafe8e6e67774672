/**
 * What the kubelet does with `$(NAME)` in commands and environments: a port of
 * k8s.io/kubernetes/third_party/forked/golang/expansion/expand.go.
 */
export function expand(
  input: string,
  variables: ReadonlyMap<string, string>,
): string {
  let result = '';
  let checkpoint = 0;
  for (let cursor = 0; cursor < input.length; cursor++) {
    if (input[cursor] === '$' && cursor + 1 < input.length) {
      result += input.slice(checkpoint, cursor);
      const read = readVariable(input.slice(cursor + 1));
      result += read.isVariable
        ? (variables.get(read.content) ?? `$(${read.content})`)
        : read.content;
      cursor += read.advance;
      checkpoint = cursor + 1;
    }
  }
  return result + input.slice(checkpoint);
}

function readVariable(input: string): {
  content: string;
  isVariable: boolean;
  advance: number;
} {
  if (input[0] === '$') return { content: '$', isVariable: false, advance: 1 };
  if (input[0] === '(') {
    for (let i = 1; i < input.length; i++) {
      if (input[i] === ')') {
        return { content: input.slice(1, i), isVariable: true, advance: i + 1 };
      }
    }
    return { content: '$(', isVariable: false, advance: 1 };
  }
  return { content: `$${input[0]}`, isVariable: false, advance: 1 };
}

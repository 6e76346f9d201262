// The gallery as text: every word that people can read, in the order of the page, for reviewers of a change of words.
import type { Drawn } from './draw.ts'

const RULE = '='.repeat(72)

export function galleryText(drawn: readonly Drawn[]): string {
  const parts = drawn.map(({ subject, name, text, behind }, index) => {
    const isFirst = subject !== drawn[index - 1]?.subject
    return [
      ...(isFirst ? [RULE, subject, RULE, ''] : []),
      `--- ${name}`,
      ...withoutRepeats(text.split('\n')),
      ...withoutRepeats(behind.map((line) => `    ~ ${line}`)),
      '',
    ].join('\n')
  })
  return parts.join('\n').replace(/[ \t]+$/gm, '')
}

/** Of a long list only the first rows are kept: lines that differ from the one two rows before in nothing but numbers. */
function withoutRepeats(lines: readonly string[]): string[] {
  const shapes = lines.map((line) => line.replace(/\d+/g, '0'))
  const isRepeat = lines.map((_, at) => at >= 6 && [2, 4, 6].every((back) => shapes[at] === shapes[at - back]))
  return lines.flatMap((line, at) => {
    if (!isRepeat[at]) return [line]
    return isRepeat[at + 1] ? [] : ['…']
  })
}

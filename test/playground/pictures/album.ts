// The page that shows every picture beside its words: for whoever cannot see it, and to notice that one is out of date.
import { widths } from '../block-kit/page.ts'
import type { Picture } from './camera.ts'

export function albumOf(pictures: readonly Picture[]): string {
  return [
    '# The pictures, in words',
    '',
    'For everybody who cannot see the pictures, and for the test that notices when one of them is out of date.',
    '',
    'They are drawn from what the real bot says in a simulated Slack; [developing.md](../developing.md#commands) has the command.',
    '',
    ...pictures.flatMap(({ name, title, width, text }) => [
      `## ${name}`,
      '',
      `<p><img src="${name}.png" width="${widths[width]}" alt="${title}"></p>`,
      '',
      // A card may hold a fence of its own.
      '~~~text',
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
      '~~~',
      '',
    ]),
  ].join('\n')
}

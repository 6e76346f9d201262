// What stands on a screen, cut down to what a story tells: titles, what an edit changed, lines of a width.

/** What stands small below the rest; an error in a form does not. */
export function isSmallPrint(line: string): boolean {
  return line.startsWith('  ') && !line.startsWith('  ! ')
}

export function shortened(line: string, width: number): string {
  const [first = '', ...more] = wrapped(line, width - 2)
  return more.length > 0 ? `${first} …` : first
}

/** At spaces; what follows keeps the first line's indentation. A word that is too long stays whole. */
export function wrapped(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indent
  for (const word of line.slice(indent.length).split(/(?<= )/)) {
    if (current.trim() !== '' && `${current}${word}`.trimEnd().length > width) {
      lines.push(current.trimEnd())
      current = indent
    }
    current += word
  }
  return [...lines, current.trimEnd()]
}

/** The title of a box, and what stands in it; only its reader sees an answer. */
export function seenBy(name: string, text: string): [title: string, text: string] {
  const [, where, rest] = /^\(only visible to you\)(.*)\n([\s\S]*)$/.exec(text) ?? []
  if (rest === undefined) return [`${name} sees`, text]
  return [`Only ${name} sees${where ? `, in${where}` : ''}`, rest]
}

export function titleOf(text: string): string {
  const [, rest] = seenBy('', text)
  return (rest.split('\n')[0] ?? '').replace(/^# |^== | ==$/g, '')
}

/** What is wrong now; or another title; or else the first line that did not stand there before. */
export function edited(before: string, now: string): string {
  const known = before.split('\n')
  const others = now.split('\n').filter((line) => !known.includes(line))
  const title = titleOf(now)
  const wrong = others.find((line) => line.startsWith('  ! '))
  if (wrong === undefined && titleOf(before) !== title) return `${titleOf(before)} → ${title}`
  const said = wrong ?? others.find((line) => !line.startsWith('[ ')) ?? others[0] ?? 'nothing is left to press'
  return `${title}: ${said.trim()}`
}

const DAY = /\b(?:today|tomorrow|yesterday|[A-Z][a-z]{2,8} \d{1,2})\b/g

export function undated(text: string): string {
  return text.replace(DAY, 'that day')
}

// `/dremio-pat help`: what people do here, a row for each task with the button that begins it.
import type { Words } from '../../../words/words.ts'
import { buttons, type DrawnButton } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { button, hint, section } from '../block-kit.ts'
import { row } from '../rows.ts'

/** What the reader may do beyond what everybody may. */
export interface Rights {
  mayDelegate: boolean
  mayAdminister: boolean
}

type Task = keyof Words['help']['tasks']

const everybody: readonly [task: Task, button: DrawnButton, value: string][] = [
  ['get', buttons.newToken, 'new'],
  ['manage', buttons.myTokens, 'mine'],
  ['connect', buttons.connectTool, 'any'],
  ['leaked', buttons.pasteLeakedToken, 'new'],
  ['requests', buttons.myRequests, 'mine'],
  ['reminders', buttons.openReminders, 'mine'],
]

export function taskHelp(words: Words, { mayDelegate, mayAdminister }: Rights): Message {
  const { help } = words
  const tasks = [
    ...everybody,
    ...(mayDelegate ? [['delegate', buttons.openDelegation, 'mine'] as const] : []),
    ...(mayAdminister ? [['admin', buttons.adminHelp, 'help'] as const] : []),
  ]
  return {
    text: [help.title, ...tasks.map(([task]) => help.tasks[task])].join('\n'),
    blocks: [
      section(`*${help.title}*`),
      ...tasks.map(([task, action, value]) =>
        row(help.tasks[task], button(words, action, value, action === buttons.newToken ? 'primary' : undefined)),
      ),
      hint(help.more),
    ],
  }
}

// The story of one request or token, for bot admins; and what is asked or said where there is not exactly one.
import type { KnownBlock } from '@slack/types'
import type { FoundStory, Story, StoryChoice } from '../../../core/audit-story.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { inSlack } from '../audit-line.ts'
import {
  actions,
  blocksIf,
  button,
  hint,
  inlineText,
  LONGEST_SECTION,
  labelText,
  mention,
  quotation,
  section,
} from '../block-kit.ts'
import { about, row, subjects } from '../rows.ts'
import { storyParts } from './story-text.ts'

/** Of a long story, the first lines and the last ones are shown: how it came about, and how it ended. */
const FIRST_LINES = 15
const LAST_LINES = 30
/** A message may have fifty blocks: https://docs.slack.dev/reference/block-kit/blocks */
const MOST_CHOICES = 40

export function storyMessage(words: Words, found: FoundStory, now: number): Message {
  switch (found.found) {
    case 'story':
      return toldStory(words, found.story, now)
    case 'several':
      return whichStory(words, found.choices)
    case 'none':
      return { text: words.stories.none({ id: inlineText(shortId(found.id)) }) }
    case 'no id':
      return { text: words.stories.noId }
  }
}

function toldStory(words: Words, story: Story, now: number): Message {
  const { stories } = words
  const { title, ids, facts, reason, withoutReason, lines, missing } = storyParts(words, story, {
    ...{ format: inSlack, person: mention, now },
  })
  const left = Math.max(0, lines.length - FIRST_LINES - LAST_LINES)
  const cutAt = left > 0 ? FIRST_LINES : lines.length
  const { replaces, replacedBy, request, tokens } = story
  return {
    text: title,
    blocks: [
      section([title, ids, ...facts, ...(withoutReason === undefined ? [] : [withoutReason])].join('\n')),
      ...(reason === undefined ? [] : [quotation(stories.reason, reason)]),
      ...(missing === undefined ? [] : [hint(missing)]),
      ...sectionsOf(lines.slice(0, cutAt)),
      ...blocksIf(left > 0, hint(stories.left({ amount: left }))),
      ...sectionsOf(lines.slice(cutAt + left)),
      actions(
        ...(replaces === undefined ? [] : [button(words, buttons.earlierToken, replaces)]),
        ...(replacedBy === undefined ? [] : [button(words, buttons.laterToken, replacedBy)]),
        button(words, buttons.sendStoryFile, request ?? tokens[0]?.tid ?? ''),
      ),
    ],
  }
}

/** As many lines in each as Slack takes. */
function sectionsOf(lines: readonly string[]): KnownBlock[] {
  const texts: string[] = []
  for (const line of lines) {
    const text = texts.at(-1)
    if (text === undefined || text.length + 1 + line.length > LONGEST_SECTION) texts.push(line)
    else texts[texts.length - 1] = `${text}\n${line}`
  }
  return texts.map(section)
}

function whichStory(words: Words, choices: readonly StoryChoice[]): Message {
  const { stories } = words
  const shown = choices.slice(0, MOST_CHOICES)
  const names = subjects(shown.map(({ label }) => label))
  const ids = shown.map(({ id }) => id)
  const rows = shown.map(({ id, owner, label }, index) =>
    row(
      stories.choice({ owner: mention(owner), label: labelText(label), id: inlineText(shortId(id, ids)) }),
      about(words, names[index] ?? '', button(words, buttons.story, id)),
    ),
  )
  return { text: stories.several, blocks: [section(stories.several), ...rows] }
}

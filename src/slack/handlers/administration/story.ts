// Answers a bot admin with the story of one request or token, and sends it as a file.
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { storyMessage } from '../../views/administration/story-message.ts'

export async function answerStory(interaction: Interaction, typed: string): Promise<void> {
  const { operations, actor, answer, now } = interaction
  const found = await operations.tellStory(actor, typed, () => answer({ text: interaction.words.stories.reading }))
  await answer(storyMessage(interaction.words, found, now()))
}

export async function showStory(click: ButtonClick): Promise<void> {
  await answerStory(click, click.value)
}

export async function sendStoryFile(click: ButtonClick): Promise<void> {
  const { operations, actor, answer, now, value } = click
  const found = await operations.sendStory(actor, value)
  await answer(found.found === 'story' ? { text: click.words.stories.sent } : storyMessage(click.words, found, now()))
}

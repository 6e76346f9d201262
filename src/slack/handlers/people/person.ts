// Shows administrators one person, and does what its buttons say: each looks up the administrator's rights anew.
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { personMessage } from '../../views/people/person.ts'
import { answerAllTokens } from '../tokens/all-tokens.ts'
import { openRevokeForm } from '../tokens/revoke.ts'

/** `whom` is a Slack id. */
export async function answerPerson(
  { operations, actor, answer, now, words }: Interaction,
  whom: string,
): Promise<void> {
  await answer(personMessage(words, await operations.showPerson(actor, whom), now()))
}

export async function personsTokens(click: ButtonClick): Promise<void> {
  await answerAllTokens(click, { page: 1, filter: 'all', person: click.value })
}

/** The value is a token's id and a Slack id. */
export async function revokePersonsToken(click: ButtonClick): Promise<void> {
  const [tid = '', whom = ''] = click.value.split(' ')
  await openRevokeForm(click, { tid }, whom)
}

export async function revokePersonsTokens(click: ButtonClick): Promise<void> {
  await openRevokeForm(click, { all: true }, click.value)
}

export async function unlinkPerson(click: ButtonClick): Promise<void> {
  const { operations, actor, value, words } = click
  await operations.unlinkByHand(actor, value)
  await showAgain(click, words.aboutPerson.unlinked)
}

export async function forgetSession(click: ButtonClick): Promise<void> {
  const { operations, actor, value, words } = click
  const forgot = await operations.forgetSessionOf(actor, value)
  await showAgain(click, forgot ? words.aboutPerson.sessionForgotten : words.aboutPerson.noSessionToForget)
}

type Done = (facts: { person: string }) => string

/** The message as it is now, with what was done above it. */
async function showAgain({ operations, actor, replace, value, now, words }: ButtonClick, done: Done): Promise<void> {
  await replace(personMessage(words, await operations.showPerson(actor, value), now(), done))
}

// The law of what people are told: each card says how its request stands, and what has to be said is said, once.

import { isDeepStrictEqual } from 'node:util'
import type { MessageKind } from '../../src/core/message-locations.ts'
import { type Request, waitingSince } from '../../src/core/requests/request.ts'
import { undecided } from '../../src/core/requests/review.ts'
import { requestContext } from '../../src/procedures/messages/request-context.ts'
import type { Message } from '../../src/slack/interaction.ts'
import { cardFor } from '../../src/slack/views/card-for.ts'
import { english } from '../../src/words/words.ts'
import type { Life } from './life.ts'
import { portsOf, requestsOf } from './records.ts'

/** What is wrong when alarms had their time, in words; empty if nothing is. */
export async function untold(life: Life): Promise<string[]> {
  const wrong: string[] = []
  for (const request of await requestsOf(life)) {
    wrong.push(...(await untrueCards(life, request)), ...unsaid(life, request))
  }
  return [...wrong, ...saidTwice(life)]
}

/** Whoever is concerned has one card, and it shows what the views draw of the stored request. */
async function untrueCards(life: Life, request: Request): Promise<string[]> {
  const { store, world } = life
  const context = await requestContext(portsOf(life), request)
  const cards = (await store.messageLocations.of(request.id)).filter(({ key }) => key.kind === 'card')
  const readers = [...new Set([request.requester, ...request.approvers])]
  return readers.flatMap((reader) => {
    const place = cards.find(({ key }) => key.reader === reader)?.location
    const card = place && world.slack.conversation(place.channel).find(({ ts }) => ts === place.ts)
    if (!card) return [`${reader} has no card of a request that is ${request.state}`]
    const drawn = cardFor(english, request, reader, context, undefined)
    const shape = /[Ss]igned in (?:as|to Dremio)|Sign in to Dremio/.test(JSON.stringify(card.blocks))
      ? titleAndButtons
      : whole
    const [shown, due] = [shape(card), shape(drawn)]
    if (isDeepStrictEqual(shown, due)) return []
    return [
      `${reader}’s card of a request that is ${request.state} shows ${JSON.stringify(shown)} instead of ${JSON.stringify(due)}`,
    ]
  })
}

type Shown = { text: string; blocks?: readonly object[] }

/** All of it but the names of its blocks, which say nothing to people. */
function whole({ text, blocks = [] }: Shown | Message): unknown {
  return JSON.parse(JSON.stringify({ text, blocks }, (name, value) => (name === 'block_id' ? undefined : value)))
}

/** A card with a link to sign in with says more than the request, until it is drawn again. */
function titleAndButtons({ text, blocks = [] }: Shown | Message): unknown {
  const elements = blocks.flatMap((block) => ('elements' in block ? (block.elements as object[]) : []))
  const buttons = elements.flatMap((one) => ('action_id' in one && !('url' in one) ? [one.action_id] : []))
  return { text, buttons }
}

/** What nobody has heard who waits for it. */
function unsaid({ posted }: Life, request: Request): string[] {
  const { id, state, requester, review, escalatedAt, policyChange, nudges } = request
  const has = (to: string, kind: MessageKind, isIt: (at: number, attempt: number) => boolean = () => true) =>
    posted.some(({ subject, key }) => {
      return subject === id && key?.reader === to && key.kind === kind && isIt(key.at, key.attempt)
    })
  const isEscalated = escalatedAt !== undefined && escalatedAt > waitingSince(request)
  const isChanged = policyChange !== undefined && policyChange.kind !== 'reviewers'
  const isReminded = state === 'pending' && nudges > 0
  const waiting = isReminded ? undecided(request, new Map(Object.entries(request.reviewerRoles))) : []
  // Whoever was asked after the reminder was not meant.
  const reminded = isEscalated ? [] : waiting
  // Whoever has the token by now needs no message that it is approved.
  const isDecided = (state === 'approved' || state === 'denied') && review !== undefined && review.by !== null
  return [
    ...(isDecided && review.at !== policyChange?.at && !has(requester, 'decided', (at) => at === review.at)
      ? ['a request is decided, and nobody said so']
      : []),
    ...(state === 'lapsed' && !has(requester, 'lapsed') ? ['a request has lapsed, and nobody said so'] : []),
    ...(isEscalated && !has(requester, 'escalated') ? ['the fallback is asked, and nobody said so'] : []),
    ...(isChanged && !has(requester, 'policy changed', (at) => at === policyChange.at)
      ? ['another policy has changed a request, and nobody said so']
      : []),
    ...reminded
      .filter((to) => !has(to, 'review reminder', (_, attempt) => attempt === nudges))
      .map((to) => `${to} was not reminded`),
  ]
}

/** Kinds of messages of which no two to one person say the same, whatever they are called. */
const saidOnce: readonly MessageKind[] = [
  'token reminder',
  'policy changed',
  'decided',
  'claim reminder',
  'lapsed',
  'escalated',
]

function saidTwice({ posted }: Life): string[] {
  const named = posted.filter(({ key }) => key !== undefined)
  const names = named.map(({ to, subject, key }) => JSON.stringify([to, subject, key]))
  const texts = named.map(({ to, text, key }) => (key && saidOnce.includes(key.kind) ? `${to}: ${text}` : undefined))
  return [
    ...repeated(names).map((name) => `somebody has a message twice: ${name}`),
    ...repeated(texts).map((text) => `somebody is told the same twice: ${text}`),
  ]
}

function repeated(all: readonly (string | undefined)[]): string[] {
  return [...new Set(all.filter((one, index) => one !== undefined && all.indexOf(one) !== index))] as string[]
}

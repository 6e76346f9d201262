// A person’s tokens: the menu, the list, rotating, revoking; and the same for a bot admin.

import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { TokenSummary } from '../../../../src/core/tokens/token.ts'
import type { TokenList } from '../../../../src/operations/tokens/list-tokens.ts'
import { menuMessage, notUnderstoodMessage, outdatedMessage } from '../../../../src/slack/views/menu/menu.ts'
import { rotationMessage } from '../../../../src/slack/views/tokens/rotation.ts'
import {
  nothingToRotateMessage,
  rotationChoiceMessage,
  signInToRotateMessage,
} from '../../../../src/slack/views/tokens/rotation-choice.ts'
import { tokenListMessage, tokensOfMessage, tokensSummary } from '../../../../src/slack/views/tokens/token-list.ts'
import { aRequest } from '../../../slack/records.ts'
import { listed, NOW, OLD_TID, signIn, tidOf } from '../records.ts'
import { answer, type Subject, scenesOf } from '../scene.ts'

const retiring = listed('tableau', { tid: OLD_TID, state: 'retiring', expiresAt: NOW + 5 * DAY, endsAt: NOW + DAY })
const four: TokenSummary[] = [
  listed('tableau', { tid: tidOf('11111111'), expiresAt: NOW + 20 * HOUR, endsAt: NOW + 20 * HOUR }),
  listed('power bi', { tid: tidOf('22222222'), expiresAt: NOW + 6 * DAY, endsAt: NOW + 6 * DAY }),
  listed('quick test', { tid: tidOf('33333333'), madeHere: false }),
  listed('notebook', { tid: tidOf('44444444'), expiresAt: NOW + 80 * DAY, endsAt: NOW + 80 * DAY }),
]
const many = Array.from({ length: 23 }, (_, index) =>
  listed(`report ${index + 1}`, { tid: tidOf(`${10_000_000 + index}`) }),
)
const own = (tokens: TokenSummary[], change: Partial<TokenList> = {}): TokenList =>
  ({ tokens, fresh: true, signIn: undefined, ...change }) as TokenList

const lists: Record<string, TokenList> = {
  none: own([]),
  'none, Dremio is away': own([], { fresh: false }),
  'none, before signing in': own([], { fresh: false, signIn }),
  four: own(four),
  'one, before signing in': own(four.slice(0, 1), { fresh: false, signIn }),
  'two, Dremio is away': own(four.slice(0, 2), { fresh: false }),
  'one is being replaced': own([retiring, listed('tableau')]),
  'one expired, one is the bot’s': own([
    listed('service', { tid: tidOf('55555555'), working: true, madeHere: false }),
    listed('old', { tid: tidOf('66666666'), state: 'expired', expiresAt: NOW - DAY, endsAt: NOW - DAY }),
  ]),
  'more than are shown': own(many),
}

const menus: Record<string, [TokenSummary[], Parameters<typeof menuMessage>[2], reader?: string]> = {
  'nothing yet': [[], { mine: [], toReview: [] }],
  'tokens, one approved request': [four, { mine: [aRequest({ state: 'approved' })], toReview: [] }],
  'one request to review': [[], { mine: [], toReview: [aRequest()] }, 'UBEA'],
  'several to review, and their own': [
    four.slice(0, 1),
    { mine: [aRequest({ requester: 'UBEA' })], toReview: [aRequest(), aRequest({ id: 'zzzzzzzz' })] },
    'UBEA',
  ],
}

export const tokens: Subject = {
  title: 'Menu, tokens, rotation',
  scenes: [
    ...scenesOf(menus, (words, [all, requests, reader = 'UANA']) =>
      menuMessage(words, tokensSummary(words, all, NOW), requests, { reader, mayAdminister: false }),
    ).map(({ name, draw }) => answer(`menu: ${name}`, draw)),
    answer('menu: for a bot admin', (words) =>
      menuMessage(
        words,
        tokensSummary(words, four, NOW),
        { mine: [], toReview: [] },
        { reader: 'UCARL', mayAdminister: true },
      ),
    ),
    answer('a private message that could not be removed', ({ menu }) => ({ text: menu.cannotRemove })),
    answer('free text to the bot', (words) => notUnderstoodMessage(words)),
    answer('a button of an older version', (words) => outdatedMessage(words, 'button')),
    answer('a form of an older version', (words) => outdatedMessage(words, 'form')),
    ...scenesOf(lists, (words, list) => tokenListMessage(words, list, NOW)).map(({ name, draw }) =>
      answer(`list: ${name}`, draw),
    ),
    answer('for a bot admin: somebody’s tokens', (words) => tokensOfMessage(words, 'UBEA', own(four), NOW)),
    answer('for a bot admin: only those created here', (words) =>
      tokensOfMessage(words, 'UBEA', own(four.slice(0, 2), { fresh: false }), NOW),
    ),
    answer('for a bot admin: none', (words) => tokensOfMessage(words, 'UBEA', own([]), NOW)),
    answer('rotate: requested', (words) => rotationMessage(words, aRequest())),
    answer('rotate: approved', (words) => rotationMessage(words, aRequest({ state: 'approved' }))),
    answer('rotate: which one?', (words) => rotationChoiceMessage(words, four.slice(0, 2), '', NOW, signIn)),
    answer('rotate: several match', (words) =>
      rotationChoiceMessage(words, [listed('tableau'), retiring], 'tableau', NOW, undefined),
    ),
    answer('rotate: more than are shown', (words) => rotationChoiceMessage(words, many, '', NOW, undefined)),
    answer('rotate: none known before signing in', (words) => signInToRotateMessage(words, signIn, '')),
    answer('rotate: not found before signing in', (words) => signInToRotateMessage(words, signIn, 'looker')),
    answer('rotate: none', (words) => nothingToRotateMessage(words)),
  ],
}

// Turns every failure into a sentence for the person: what happened, and what to do next.
import { BotError, type Code, type Facts } from '../core/errors.ts'
import { durationText, SECOND } from '../core/time/duration.ts'
import { withShortIds } from '../core/tokens/token-id.ts'
import type { Words } from '../words/words.ts'
import { mayPass } from './client.ts'
import {
  leakSentence,
  limitSentence,
  noApproverSentence,
  notAnApproverSentence,
  policyChangedSentence,
} from './failure-sentences.ts'
import {
  emailRefusals,
  issuerRefusals,
  linkOver,
  mismatches,
  othersRefusals,
  refusals,
  signInFailures,
} from './identity-sentences.ts'
import { storageSentence } from './storage-failure.ts'
import { inlineText, labelText, mention, moment } from './views/block-kit.ts'

/** The sentence for any caught value. The sentence for an unknown error contains nothing of the error. */
export function sentenceFor(words: Words, error: unknown): string {
  if (!(error instanceof BotError)) return sentences.broken({}, words)
  const sentence = sentences[error.code as Code] as (facts: Facts[Code], words: Words) => string
  return sentence(error.facts, words)
}

// A code without a sentence does not compile.
const sentences: { readonly [C in Code]: (facts: Facts[C], words: Words) => string } = {
  person_refused: ({ because, whom }) =>
    whom === undefined
      ? `That is refused: ${refusals[because]}`
      : `That is refused: ${mention(whom)} ${othersRefusals[because]}`,
  email_refused: ({ because }) => `That is refused: I cannot tell which Dremio user you are. ${emailRefusals[because]}`,
  email_changed: () =>
    'That is refused: your Slack e-mail address is not the one by which you were linked to Dremio. If the new one is right, type `/dremio-pat unlink`, then `/dremio-pat link`.',
  no_dremio_user: ({ email, whom }) =>
    whom === undefined
      ? `Dremio knows no active user with your e-mail address ${inlineText(email)}. Ask a Dremio administrator to add you, then try again.`
      : `There's no active Dremio user with the email address ${inlineText(email)}.`,
  several_dremio_users: ({ email, whom }) =>
    whom === undefined
      ? `Dremio has more than one user with your e-mail address ${inlineText(email)}, and I do not guess. Ask an administrator to link you by hand.`
      : `Dremio has more than one user with the email address ${inlineText(email)}. Use the Dremio user ID instead.`,
  dremio_user_id_needed: () => "I can't look up Dremio users by email with this setup. Use the Dremio user ID instead.",
  dremio_user_taken: () =>
    'That is refused: that Dremio user is linked to another Slack account already. An administrator can end the other link with `/dremio-pat admin unlink @person`.',
  policy_denied: ({ rule, because }) =>
    `Your request is denied by the rule “${inlineText(rule)}”. ${inlineText(because, 500)}`,
  too_many_tokens: ({ rule, because, collecting }) =>
    collecting
      ? `That is refused by the rule “${inlineText(rule)}”. ${inlineText(because, 500)} Your request stays approved.`
      : `Your request is denied by the rule “${inlineText(rule)}”. ${inlineText(because, 500)}`,
  too_often: limitSentence,
  // The fields contain the policy's hints, or its patterns if it has no hints.
  ask_invalid: ({ fields, replaces }) =>
    `That does not fit: ${joinedSentences(Object.values(fields))} ${replaces === undefined ? 'Please try again.' : 'Its replacement needs other words.'}`,
  no_approver: noApproverSentence,
  label_in_use: ({ label, token, request }) =>
    token
      ? `You have a token called ${labelText(label)} already; it ends ${moment(token.expiresAt)}. *Rotate* replaces it: the old one works until you have the new one. If you need a second one, choose another label.`
      : `You have asked for ${labelText(label)} already: that request ${request?.state === 'approved' ? 'is approved, and waits for you to collect it' : request?.state === 'pending' ? 'waits for a review' : 'is open'}. If you need a second one, choose another label.`,
  rotation_under_way: ({ label, state }) =>
    state === undefined
      ? `A new token in the place of ${labelText(label)} is on its way already. Its card in our direct messages says what is next.`
      : `You have asked for a new token in the place of ${labelText(label)} already: that request ${state === 'pending' ? 'waits for a review' : 'waits for you to collect it'}.`,
  kept_longest: ({ until }) => `That is refused: the old token cannot be kept longer than until ${moment(until)}.`,
  own_request: () => 'That is refused: nobody reviews their own request. Somebody else has to decide.',
  not_an_approver: notAnApproverSentence,
  delegate_refused: ({ because, whom }) =>
    because === 'yourself'
      ? 'That is refused: you cannot decide in your own place. Name somebody else.'
      : `That is refused: ${mention(whom)} ${othersRefusals[because]} Name somebody else.`,
  delegation_too_long: ({ most, because }) => {
    const possible = 'Name a date such as `2026-12-01`, a weekday, or a duration such as `7d`'
    const longest = durationText(most)
    if (because === 'unreadable') return `That is refused: I cannot tell until when. ${possible}.`
    if (because === 'past') return `That is refused: that is over already. ${possible}, within ${longest} from now.`
    return `That is refused: somebody can decide in your place for ${longest} at most. Name an earlier end, or none for ${longest}.`
  },
  not_delegated: () => 'Nobody decides in your place, so nothing was changed.',
  not_an_administrator: () =>
    'That is refused: it is for administrators of this bot only, and you are not named in `ADMINS`.',
  not_linked: ({ whom }) =>
    whom === undefined
      ? 'You are not linked to a Dremio user. Type `/dremio-pat link`, or ask an administrator to link you.'
      : `${mention(whom)} is not linked to a Dremio user. Nothing was changed.`,
  own_link: () =>
    'That is refused: nobody says of themselves who they are at Dremio. Ask another administrator to link you.',
  own_link_confirmation: ({ because }) =>
    because === 'asker'
      ? 'You asked for this link. Another bot admin has to confirm it.'
      : 'This is about your own link. Another bot admin has to confirm it.',
  link_confirmation_over: ({ state, by }) => linkOver(state, by),
  own_working_token: () =>
    'I work with that token myself, so I leave it alone. Whoever runs this bot can replace `DREMIO_TOKEN` first.',
  too_many_returns: ({ times, late }) =>
    late
      ? 'The token is revoked. It was shown to you too long ago to be collected again: request a new one.'
      : `The token is revoked. ${times === 0 ? 'A request can be collected once here' : `You have said ${times + 1} times now that it never came`}, so the request stays closed. If something is wrong, ask an administrator, then request again.`,
  saved_already: ({ label }) =>
    `You said that you saved ${labelText(label)}, so it stays. If you do not have it any more, *Rotate* replaces it, or *Revoke* ends it.`,
  policy_changed: policyChangedSentence,
  other_dremio_user: ({ label }) =>
    `That is refused: ${labelText(label)} belongs to the Dremio user to whom you were linked before. A token of your present one is a new token.`,
  old_token_works: ({ label, received }) =>
    received
      ? `That is refused: the token that ${labelText(label)} replaced still works. Revoke that one first.`
      : `That is refused: the token that ${labelText(label)} replaced still works, until you say that you have the new one.`,
  nothing_to_renew: ({ label, rule }) =>
    `That is refused: the rule “${inlineText(rule)}” approves renewals, and your old ${labelText(label)} does not work any more. Cancel this request, and ask for a new token.`,
  unknown_leak: leakSentence,
  dremio_forbidden: ({ operation }) =>
    operation === 'create'
      ? 'Dremio refused (403): nobody can make a token for somebody else there, administrators included. If this bot works with one fixed token (`DREMIO_AUTH=token`), it can make tokens only for that token’s own user, and an administrator should set up a way for people to act as themselves: README, “Ways to act at Dremio”. If you signed in yourself, your Dremio user may not have tokens.'
      : operation === 'look up'
        ? 'Dremio refused (403) to look you up: the credential this bot works with has no right to read users. An administrator can link you by hand.'
        : `Dremio refused (403) to ${dremioOperations[operation]} on your behalf: the account that this bot works with may not do that for you. Do it in Dremio itself (Account Settings, Personal Access Tokens), or ask an administrator.`,
  auth_method_cannot: ({ method, operation }) =>
    `This bot cannot ${dremioOperations[operation]}, the way it is set up (\`DREMIO_AUTH=${inlineText(method)}\`). Ask an administrator.`,
  not_signed_in: () => 'You are not signed in to Dremio. Try again: you can sign in then.',
  session_refused: () => 'Dremio does not take your sign-in any more. Try again: you can sign in anew then.',
  sign_in_needed: () =>
    'Sign in to Dremio first: I act there as you, with your rights and no others. After that this goes on by itself.',
  sign_in_failed: ({ because, reason }) =>
    `You are not signed in to Dremio: ${signInFailures[because]}${reason ? ` (${inlineText(reason)})` : ''} Try again for a new link.`,
  sign_in_refused: ({ because }) => `That sign-in is refused, and nothing was made. ${mismatches[because]}`,
  issuer_refused: ({ because }) => `That is refused: ${issuerRefusals[because]}`,
  sign_in_link: ({ because }) =>
    because === 'used'
      ? 'That link was used already. Try again for a new one.'
      : 'That link does not work any more. Try again for a new one.',
  approved_already: ({ missing, by, you }) =>
    `${by === you ? 'You have approved this already; that counts once.' : `${mention(by)} has approved this already; you and they count once together.`} ${missing === 0 ? 'Nothing more is needed from you.' : `${missing === 1 ? 'One more person has' : `${missing} more people have`} to approve.`}`,
  request_stale: ({ state, review }) =>
    state === 'pending' || state === 'unsure'
      ? `This request ${stateWords(state, review)}`
      : `Too late: this request ${stateWords(state, review)}`,
  token_stale: ({ state }) => `That token is ${inlineText(state)} already. Nothing was changed.`,

  snooze_too_long: ({ expiresAt }) =>
    `That is refused: the token ends ${moment(expiresAt)}, and a reminder after that helps nobody.`,

  no_such_request: () => 'There is no such request, or it is not yours.',
  no_such_token: ({ words, labels }) =>
    words === undefined
      ? 'There is no such token, or it is not yours. Type `/dremio-pat list` to see yours.'
      : `You have no token called “${inlineText(withShortIds(words))}”. ${labels?.length ? `Yours: ${labels.slice(0, 10).map(labelText).join(', ')}.` : 'You have none at all.'}`,
  no_such_person: ({ words }) => `I do not know anybody called “${inlineText(words)}” in this workspace.`,

  dremio_unavailable: ({ because, operation, mayHaveHappened }) =>
    because === 'not json'
      ? `What answered in Dremio’s place is not Dremio, so I could not ${dremioOperations[operation]}. An administrator should look at \`DREMIO_API_URL\` and at any proxy in front of it.`
      : `Dremio is not answering (${because}), so I ${mayHaveHappened ? 'do not know whether I could' : 'could not'} ${dremioOperations[operation]}. Try again in a few minutes.`,
  dremio_busy: ({ retryAfter }) =>
    `Dremio has too much to do and asked me to wait. Try again in ${durationText((retryAfter ?? 60) * SECOND)}.`,
  claim_unsure: () =>
    'I could not finish, and am not sure whether a half-made token is left at Dremio. If you see one, do not use it. Press *Show token* again in a few minutes: I then remove what was left, and make a new one.',
  claim_late: () => 'That took too long, so I stopped half-way and removed what was made. Press *Show token* again.',
  claim_interrupted: () =>
    'My memory (Redis) stopped answering half-way, so I revoked the token at once. If you see one, it does not work. Press *Show token* again in a few minutes.',
  claim_unwritten: () =>
    'Your token works, but my memory (Redis) stopped answering before I had written everything down. Until I have done so, in a few minutes, the card here is behind.',
  slack_unavailable: ({ operation, reason }) =>
    `Slack did not let me ${inlineText(operation)} (${inlineText(reason)}). ${mayPass(reason) ? 'Please try again.' : 'Ask a bot admin.'}`,
  slack_scope_missing: ({ operation, scope }) =>
    `I can't ${inlineText(operation)}: this app wasn't given the permission for it in Slack (\`${inlineText(scope)}\`). Ask a bot admin.`,
  redis_unavailable: () => 'My memory (Redis) is not answering, so I did nothing. Try again in a few minutes.',
  redis_unusable: storageSentence,
  provider_unavailable: () => 'Your company’s sign-in page is not answering. Try again in a few minutes.',

  showing_failed: () =>
    'Slack did not confirm the message with your token, so I revoked that token at once. If you see it, it does not work. Press *Show token* again.',
  dremio_credential_refused: () =>
    'Dremio does not accept the credential that this bot works with (401). Whoever runs this bot should renew `DREMIO_TOKEN` or `DREMIO_ADMIN_TOKEN` (on Cloud, check `DREMIO_REGION` too); `doctor` says which.',
  dremio_rejected: ({ operation }) =>
    `Dremio did not accept what I sent to ${dremioOperations[operation]} (400). ${operation === 'create' ? 'If a shorter lifetime or a plainer label does not help, tell' : 'Tell'} an administrator.`,
  dremio_missing: ({ operation }) =>
    `Dremio found nothing where I tried to ${dremioOperations[operation]} (404). Your Dremio user may be gone, or tokens are switched off there. Ask an administrator.`,
  dremio_tokens_off: ({ operation }) =>
    `Dremio does not offer to ${dremioOperations[operation]} (405): personal access tokens are switched off there, or it is the Community edition. Ask an administrator.`,
  dremio_conflict: ({ operation }) =>
    `Something else changed at Dremio while I tried to ${dremioOperations[operation]} (409). Please try again.`,
  dremio_answer_absurd: ({ operation }) =>
    `Dremio answered something that I do not understand when I tried to ${dremioOperations[operation]}.${operation === 'create' ? ' If a token was made, I remove it.' : ''} Try again; if it happens twice, tell an administrator.`,
  impersonation_refused: () =>
    'Dremio does not let this bot act for you. An administrator should look at the inbound impersonation policy there: it must name the bot’s user as proxy, and you as target.',
  exchange_refused: () =>
    'Dremio does not take the sign-in from your company’s sign-in page. Either you are no user there yet, or the external token provider is not set up right (issuer, audience, user claim). Ask an administrator.',
  broken: () => 'Something is broken on my side. Nothing that you did is wrong. Please tell an administrator.',
}

function joinedSentences(sentences: string[]): string {
  return sentences.map((sentence) => inlineText(sentence, 300)).join(' ')
}

const dremioOperations = {
  create: 'make a token',
  list: 'list tokens',
  revoke: 'revoke a token',
  'look up': 'look you up',
  'sign in': 'sign you in',
} as const

function stateWords(state: Facts['request_stale']['state'], review: Facts['request_stale']['review']): string {
  const by = review?.by ? ` by ${mention(review.by)}` : ''
  switch (state) {
    case 'pending':
      return 'is still waiting for a review.'
    case 'approved':
      return `was approved${by}.`
    case 'denied':
      return `was denied${by}.`
    case 'cancelled':
      return 'was cancelled by its requester.'
    case 'lapsed':
      return 'has lapsed.'
    case 'claiming':
      return 'is being turned into a token right now, by another click.'
    case 'claimed':
      return 'has been turned into a token already. It was shown once and cannot be shown again.'
    case 'unsure':
      return 'is not certain. Its requester can press *Show token* to sort it out.'
  }
}

// For bot admins: tokens that should be revoked but aren't, and creations that were not finished.
import type { DepartureReason } from '../../core/people/departure.ts'
import { count, pick } from './grammar.ts'
import { buttons } from './labels.ts'

export const leftAs: Readonly<Record<DepartureReason, string>> = {
  deleted: 'deactivated',
  guest: 'now a guest',
  bot: 'now a bot',
  stranger: 'in another company',
  'foreign team': 'in another workspace',
}

interface Named {
  owner: string
  label: string
}

export const outstanding = {
  none: 'Nothing to clean up.',
  title: ({ amount }: { amount: number }) =>
    `${count(amount, 'token')} ${pick(amount, 'needs', 'need')} to be cleaned up.`,
  more: ({ amount }: { amount: number }) => `${amount} more not shown`,
  /** `hasLeft` of the owner. `replaced` is false for a token of which nobody said that they have it. */
  token: ({
    owner,
    label,
    id,
    replaced,
    endedBy,
    hasLeft,
    since,
    expires,
  }: Named & {
    id: string
    replaced: boolean
    endedBy?: string
    hasLeft: boolean
    since: string
    expires: string
  }) => {
    const why =
      endedBy !== undefined
        ? `still works: ${endedBy} ended everything of theirs`
        : replaced
          ? 'was replaced, and its grace period is over'
          : 'was never confirmed'
    return `${owner} · ${label} · \`${id}\` ${why}. ${hasLeft ? 'They left. ' : ''}Waiting since ${since}; expires ${expires}.`
  },
  leaversToken: ({
    owner,
    label,
    id,
    because,
    noticed,
    expires,
  }: Named & { id: string; because: DepartureReason; noticed: string; expires: string }) =>
    `${owner} · ${label} · \`${id}\` still works, but they left (${leftAs[because]}, noticed ${noticed}). It expires ${expires}.`,
  /** A creation that failed. `over` says why the owner will not finish it: what is left of it expires then. */
  creation: ({
    owner,
    label,
    started,
    over,
    expires,
  }: Named & { started: string; over?: 'left' | 'cancelled' | undefined; expires: string }) => {
    const left = `Anything left of it expires ${expires}.`
    const next =
      over === 'left'
        ? `They left. ${left}`
        : over === 'cancelled'
          ? `They cancelled the request. ${left}`
          : `Fixed when they press *${buttons.showToken}*.`
    return `${owner} · ${label} · creation failed ${started}. ${next}`
  },
  ownersAsked: 'I’ve asked the owners I could reach. To revoke one yourself: `/dremio-pat admin revoke @person id`',
  onlyOwners:
    'I’ve asked the owners I could reach. Nobody else can revoke these, but deactivating someone in Dremio ends theirs.',
}

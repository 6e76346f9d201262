// Every key name that the bot uses in Redis.
import { BotError } from '../core/errors.ts'

export type Keys = ReturnType<typeof keysUnder>

/**
 * The keys of one bot. All share one hash tag, `{dremio-pat}:…`, so they lie in one slot and a script may touch several
 * of them on cluster-mode services. Throws `broken` for a prefix that would break the hash tag.
 */
export function keysUnder(prefix: string) {
  // With an empty tag, or a brace inside it, Redis hashes the whole key instead.
  if (!/^[^{}\s]+$/.test(prefix)) throw new BotError('broken', {})
  const key = (...parts: string[]) => `{${prefix}}:${parts.join(':')}`
  return {
    /** What every key begins with. */
    everyKey: key(''),

    /** Hash `version`, `record` (signed). */
    request: (id: string) => key('request', id),
    /** Set of request ids. */
    openRequestsOf: (requester: string) => key('open-requests', requester),
    /** Set of request ids of all requesters. */
    openRequests: key('open-requests'),
    /** Sets of ids of the requests that this person approved or denied: those that are open, and those that are closed. */
    openDecisionsOf: (reviewer: string) => key('open-decisions', reviewer),
    closedDecisionsOf: (reviewer: string) => key('closed-decisions', reviewer),
    /** Set of request ids. */
    closedRequestsOf: (requester: string) => key('closed-requests', requester),
    /** Set of request ids. */
    requestsAwaiting: (approver: string) => key('requests-awaiting', approver),
    /**
     * Hash: message key -> `channel:ts`, or the moment at which a process began to post it. Each reminder
     * has its own key.
     */
    messagesOf: (subject: string) => key('cards', subject),

    /** Hash `version`, `record` (signed). */
    token: (tid: string) => key('token', tid),
    /** Set of token ids. */
    tokensOf: (owner: string) => key('tokens', owner),
    /** Set of token ids of all owners. */
    unsettledTokens: key('unsettled-tokens'),
    /** Set of token ids of all owners. Tokens of earlier versions join it when they change. */
    everyToken: key('every-token'),

    /**
     * Hash `version`, `record`. The names of the next two keys are older than the term "reminder record"; data is
     * stored under them.
     */
    reminderRecord: (person: string) => key('reminder-book', person),
    /** Set of Slack ids of the people whose reminder record has a next check. */
    waitingReminderRecords: key('reminder-books-waiting'),
    /** Set of Slack ids of the people who have one. Records of earlier versions join it when they change. */
    everyReminderRecord: key('every-reminder-record'),

    /** Hash: Slack id -> link (signed). */
    links: key('links'),
    /**
     * Hash: Slack id -> Dremio user id. When a link is removed, it tells which Dremio user to free, without parsing the
     * link.
     */
    linkedUsers: key('linked-users'),
    /** Hash: Dremio user id -> Slack id. One field per Dremio user, so each has at most one person. */
    userOwners: key('user-owners'),

    /** Hash: Slack id -> the departure of somebody who left. */
    departures: key('departures'),

    /** Hash: Slack id -> the link that an administrator made (signed). It outlives the person's own unlinking. */
    assignments: key('assignments'),
    /** Hash `version`, `record` (signed). */
    linkConfirmation: (id: string) => key('link-confirmation', id),
    /** Set of ids of the link confirmations for which something is still to be done. */
    unsettledLinkConfirmations: key('unsettled-link-confirmations'),

    /** String: the delegation (signed). */
    delegation: (approver: string) => key('delegation', approver),

    /** Sorted set: Slack ids of people, by the moment at which they were last seen with this manager. */
    peopleOfManager: (manager: string) => key('people-of-manager', manager),

    /** Hash with the field `sealed`, the encrypted session. */
    session: (person: string) => key('session', person),
    /** String: the process that works on this person's session now. */
    sessionLock: (person: string) => key('session-lock', person),
    /**
     * Hash `about` (signed), and `used` after a completed sign-in. The key is the ticket's digest, so Redis never holds a ticket
     * that can be used.
     */
    ticket: (digest: string) => key('ticket', digest),
    /**
     * Hash: digest of a state -> encrypted data for that browser's return, and `newest`, the digests in order. The key
     * is the ticket's digest.
     */
    signInStates: (ticketDigest: string) => key('sign-in-states', ticketDigest),
    /** Hash: digest -> encrypted place of a link to sign in that this person opened. */
    signInPrompts: (person: string) => key('sign-in-prompts', person),
    /** Hash: name -> encrypted key with which the bot signs. */
    signingKeys: key('signing-keys'),

    /** Sorted set: Slack ids of the people who opened Home, by the last time. */
    homesOpened: key('homes-opened'),
    /** Hash: Slack id -> which view of Home Slack shows, as JSON; never what it says. */
    publishedHomes: key('published-homes'),
    /** Set of Slack ids of those among them who are bot admins. */
    homesOfAdministrators: key('homes-of-administrators'),
    /** Hash: pace -> the latest moment that was given to an alarm that publishes a Home. */
    homePaces: key('home-paces'),
    /** Hash `version`, `since`: the version of the policy that is in use, and the moment at which it was seen first. */
    policyVersion: key('policy-version'),

    /** Stream of audit entries. */
    audit: key('audit'),
    /**
     * Hash: `id` of the newest entry that was announced in the audit channel, and `skipped`, the number of entries
     * before it that were not.
     */
    auditAnnounced: key('audit-announced'),
    /** String: the process that announces audit entries now. */
    auditTurn: key('audit-turn'),
    /** String that exists while announcements are paused. */
    auditPause: key('audit-pause'),
    /** Sorted set: `kind:id` by the moment it is due. */
    alarms: key('alarms'),
    /** Sorted set: `kind:id` of the claimed alarms, by the end of the lease. */
    alarmLeases: key('alarm-leases'),
    /** Hash: `kind:id` of alarms that are claimed or failed -> `lease failed waited`. */
    alarmTries: key('alarm-tries'),
    /** Number of the newest lease. */
    newestAlarmLease: key('newest-alarm-lease'),
    /** String: the moment at which a worker last claimed alarms. */
    alarmWorker: key('alarm-worker'),
    /** Hash: `kind:id` of dead-lettered alarms -> when and why. */
    deadLetteredAlarms: key('alarms-set-aside'),
    /** String: the moment at which all uses of the rate limit are paid back. `whose` names the person and the limit. */
    limit: (whose: string) => key('limit', whose),
    /** String that a process writes to check whether Redis takes writes. It expires within a minute. */
    readiness: (process: string) => key('readiness', process),
    /** String that exists after a record that is not signed by the bot was audited. `name` stands for its text. */
    refusedRecord: (name: string) => key('refused-record', name),
    /** String that exists while the idempotency key is claimed. */
    seen: (id: string) => key('seen', id),
  }
}

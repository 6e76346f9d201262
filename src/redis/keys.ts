// Every key name that the bot uses in Redis.
import { BotError } from '../core/errors.ts'

export type Keys = ReturnType<typeof keysUnder>

/**
 * The keys of one bot. All of them carry one hash tag, `{dremio-pat}:…`, so that they lie in one slot and a script may
 * touch several of them on cluster-mode services. Throws `broken` for a prefix that would spoil the tag.
 */
export function keysUnder(prefix: string) {
  // An empty tag, or a brace within it, makes Redis hash the whole key instead.
  if (!/^[^{}\s]+$/.test(prefix)) throw new BotError('broken', {})
  const key = (...parts: string[]) => `{${prefix}}:${parts.join(':')}`
  return {
    /** Hash `version`, `record`. */
    request: (id: string) => key('request', id),
    /** Set of request ids. */
    openRequestsOf: (requester: string) => key('open-requests', requester),
    /** Set of request ids: everybody's. */
    openRequests: key('open-requests'),
    /** Set of request ids. */
    closedRequestsOf: (requester: string) => key('closed-requests', requester),
    /** Set of request ids. */
    requestsAwaiting: (approver: string) => key('requests-awaiting', approver),
    /** Hash: message key -> `channel:ts`, or the moment at which a process began to post it. A reminder has one of its own. */
    messagesOf: (subject: string) => key('cards', subject),

    /** Hash `version`, `record`. */
    token: (tid: string) => key('token', tid),
    /** Set of token ids. */
    tokensOf: (owner: string) => key('tokens', owner),
    /** Set of token ids: everybody's. */
    unsettledTokens: key('unsettled-tokens'),

    /** Hash `version`, `record`. */
    reminderBook: (person: string) => key('reminder-book', person),
    /** Set of Slack ids: those for whom something is to come. */
    reminderBooksWaiting: key('reminder-books-waiting'),

    /** Hash: Slack id -> link. */
    links: key('links'),
    /** Hash: Slack id -> Dremio user id. Says which owner to give up when a link goes, without reading the link. */
    linkedUsers: key('linked-users'),
    /** Hash: Dremio user id -> Slack id. One field per Dremio user, hence at most one person for each. */
    userOwners: key('user-owners'),

    /** String: the delegation. */
    delegation: (approver: string) => key('delegation', approver),

    /** Hash `sealed`. */
    session: (person: string) => key('session', person),
    /** String: who is at this person's session now, while they are. */
    sessionLock: (person: string) => key('session-lock', person),
    /** Hash `about`, and `used` once somebody signed in with it. By the ticket's digest: Redis never holds a live one. */
    ticket: (digest: string) => key('ticket', digest),
    /** Hash: digest of a state -> what is kept while that browser is away (sealed), and `newest`, their order. By the ticket's digest. */
    signInStates: (ticketDigest: string) => key('sign-in-states', ticketDigest),
    /** Hash: name -> key with which the bot signs, sealed. */
    signingKeys: key('signing-keys'),

    /** Stream. */
    audit: key('audit'),
    /** Hash: `id` of the newest entry that the audit channel heard of, and how many before it were `skipped`. */
    auditAnnounced: key('audit-announced'),
    /** String: which process tells the audit channel something just now. */
    auditTurn: key('audit-turn'),
    /** String that is there while nobody is to tell it anything. */
    auditPause: key('audit-pause'),
    /** Sorted set: `kind:id` by the moment it is due. */
    alarms: key('alarms'),
    /** Sorted set: `kind:id` that runs, by the end of its lease. */
    alarmLeases: key('alarm-leases'),
    /** Hash: `kind:id` that runs or failed -> `lease failed waited`. */
    alarmTries: key('alarm-tries'),
    /** Number of the newest lease. */
    newestAlarmLease: key('newest-alarm-lease'),
    /** String: the moment at which a worker last took what was due. */
    alarmWorker: key('alarm-worker'),
    /** Hash: `kind:id` that failed too often -> when and why. */
    alarmsSetAside: key('alarms-set-aside'),
    /** String: the moment at which what this person did of it is paid off. `whose` names both. */
    limit: (whose: string) => key('limit', whose),
    /** String that a process writes to see whether Redis takes writes; it goes within a minute. */
    readiness: (process: string) => key('readiness', process),
    /** String that is there while the id counts as seen. */
    seen: (id: string) => key('seen', id),
  }
}

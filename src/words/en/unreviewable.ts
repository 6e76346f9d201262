// Nobody can review a request: the messages to its requester and to the bot admins.
import { allOf, pick } from './grammar.ts'

interface About {
  label: string
  rule: string
}

export const unreviewable = {
  /** `admins` are the bot admins who were told; where there are none, the requester has to tell one. */
  yours: ({ label, rule, admins }: About & { admins: readonly string[] }) =>
    admins.length === 0
      ? `Nobody can review your request ${label} at the moment. Ask a bot admin to add an approver (rule: “${rule}”).`
      : `Nobody can review your request ${label} at the moment. I told ${allOf(admins)}, so you don’t have to ask again.`,
  open: ({ requester, label, rule }: About & { requester: string }) =>
    `Nobody can review ${requester}’s request ${label} (rule: “${rule}”).`,
  /** The request was not stored. */
  refused: ({ requester, rule }: About & { requester: string }) =>
    `${requester} couldn’t request a token, because there’s nobody to review it (rule: “${rule}”).`,
  unreachable: ({ people }: { people: readonly string[] }) =>
    `I can’t reach ${allOf(people)}: they’ve left, or Slack doesn’t let me message them.`,
  missingGroups: ({ groups }: { groups: readonly string[] }) =>
    `The user ${pick(groups.length, 'group', 'groups')} ${allOf(groups)} ${pick(groups.length, 'doesn’t', 'don’t')} exist.`,
  nameOthersForIt: 'Add an approver for that rule (`APPROVERS` or the policy file), and I’ll ask them.',
  nameOthers:
    'Add an approver for that rule (`APPROVERS` or the policy file), or set who their manager is. Then they can ask again.',
}

// Lists the people, groups and channels that the configuration and the policy name, and says for what.
import { groupsIn, type Policy } from '../policy/evaluate.ts'

/** A person (`U…`, `W…`) or a group (`S…`). `by` says where they are named: `ADMINS`, `rule “everybody else”`. */
export interface NamedPerson {
  id: string
  by: string
  /** `decides`: reviews requests, so a group must not be empty. `condition`: a rule only asks who is a member. */
  as: 'decides' | 'administers' | 'condition'
}

/** `isBuiltIn` means that there is no policy file and APPROVERS decide. */
export function namedPeople(admins: readonly string[], policy: Policy, isBuiltIn: boolean): NamedPerson[] {
  const deciding = policy.rules.flatMap((rule) => {
    if (rule.then !== 'review') return []
    const by = isBuiltIn ? 'APPROVERS' : `rule “${rule.name}”`
    return [...rule.approvers, ...rule.fallback].flatMap((entry): NamedPerson[] =>
      entry === 'manager' ? [] : [{ id: entry.slice(entry.indexOf(':') + 1), by, as: 'decides' }],
    )
  })
  return [
    ...admins.map((id): NamedPerson => ({ id, by: 'ADMINS', as: 'administers' })),
    ...deciding,
    ...Object.values(policy.managers.map).map((id): NamedPerson => ({ id, by: 'managers.map', as: 'decides' })),
    ...groupsIn(policy).map((id): NamedPerson => ({ id, by: 'a rule’s condition', as: 'condition' })),
  ]
}

/** The channels (Slack ids) to which rules send a card. */
export function channelsIn({ rules }: Policy): { id: string; rule: string }[] {
  return rules.flatMap((rule) =>
    rule.then === 'review' && rule.channel !== undefined ? [{ id: rule.channel, rule: rule.name }] : [],
  )
}

// One of each reason why the policy does not allow a token, and of each problem with a field.
import type { Denial, FieldProblem } from '../../../src/core/policy/evaluate.ts'
import { DAY } from '../../../src/core/time/duration.ts'

type ByKind<T extends { kind: string }> = { readonly [K in T['kind']]: readonly Extract<T, { kind: K }>[] }

// A kind without a sample does not compile.
const problems: ByKind<FieldProblem> = {
  'holds a token': [{ kind: 'holds a token' }],
  'label form': [
    { kind: 'label form', form: 'usual' },
    { kind: 'label form', form: 'undescribed' },
    { kind: 'label form', form: { hint: '3 to 20 capital letters' } },
  ],
  lifetime: [
    { kind: 'lifetime', least: DAY },
    { kind: 'lifetime', least: DAY, most: 90 * DAY },
  ],
  'no reason': [{ kind: 'no reason' }],
  'reason form': [{ kind: 'reason form' }, { kind: 'reason form', hint: 'a ticket such as DATA-12' }],
  'no comment': [{ kind: 'no comment' }],
  'too long': [{ kind: 'too long', most: 1_000 }],
}
export const everyProblem: FieldProblem[] = Object.values(problems).flat()

const denials: ByKind<Denial> = {
  rule: [{ kind: 'rule', because: 'Contractors use OAuth.' }],
  'no rule': [{ kind: 'no rule' }],
  'no such group': [{ kind: 'no such group', groups: ['S0GONE'] }],
  lifetime: [{ kind: 'lifetime', least: DAY, most: 90 * DAY }],
  'too many tokens': [
    { kind: 'too many tokens', active: 5, open: 0, most: 5 },
    { kind: 'too many tokens', active: 1, open: 1, most: 2 },
    { kind: 'too many tokens', active: 0, open: 1, most: 1 },
  ],
  'another Dremio user': [{ kind: 'another Dremio user' }],
  'label form': [
    { kind: 'label form', form: 'usual' },
    { kind: 'label form', form: { hint: 'a label that begins with prod-' } },
  ],
  reason: everyProblem.map((problem) => ({ kind: 'reason' as const, problem })),
  'no approver': [
    { kind: 'no approver', managerUnreadable: true },
    { kind: 'no approver', managerUnreadable: false },
    { kind: 'no approver', managerUnreadable: false, missingGroups: ['S0GONE'] },
  ],
}
export const everyDenial: Denial[] = Object.values(denials).flat()

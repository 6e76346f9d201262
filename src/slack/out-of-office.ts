// Whether a Slack status says that the person is out of office: on holiday, ill or on leave.

/** The status in a profile: https://docs.slack.dev/reference/methods/users.profile.set (custom status). */
export interface SlackStatus {
  status_emoji?: string
  status_text?: string
  /** Seconds since epoch; 0 or a missing value means that it does not expire. */
  status_expiration?: number
}

// The first two are those of Slack's predefined statuses Vacationing and Out sick, in any language. :no_entry:,
// :airplane: and :calendar: are left out, because people also use them for concentrating, travelling or meetings.
const emoji = [':palm_tree:', ':face_with_thermometer:', ':desert_island:', ':beach_with_umbrella:']

// Whole words only, English and German. A wrong guess does no harm, because people who count as out of office can still
// decide.
const words =
  /\b(vacation(ing)?|holidays?|pto|ooo|out of (the )?office|on leave|(parental|maternity|paternity|sick|annual) leave|(out|off) sick|\w*urlaub|krank(geschrieben)?|elternzeit)\b/i

/** `now` in milliseconds since epoch. */
export function isOutOfOffice(
  { status_emoji = '', status_text = '', status_expiration = 0 }: SlackStatus,
  now: number,
): boolean {
  if (status_expiration !== 0 && status_expiration * 1_000 <= now) return false
  return emoji.includes(status_emoji) || words.test(status_text)
}

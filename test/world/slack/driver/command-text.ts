// What Slack makes of the words behind a slash command before it sends them: escaped, with links and mentions marked up.
// The option "Escape channels, users, and links sent to your app": https://docs.slack.dev/interactivity/implementing-slash-commands
import type { World } from '../world.ts'

/** Some of the endings by which Slack's clients take a word for a host's name. */
const TOP_LEVEL = 'com|net|org|io|dev|app|ai|co|de|eu|uk|us|info|biz|cloud|tech|me|py|sh|md'
const ADDRESS = '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)*\\.[a-z]{2,}'
const LINKED = new RegExp(
  [
    '(?<url>https?://[^\\s<>"“”]*[^\\s<>"“”.,;:!?)])',
    `(?<mail>${ADDRESS})`,
    `(?<![\\w@./-])(?<host>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${TOP_LEVEL}))(?<path>/[^\\s<>"“”]*[^\\s<>"“”.,;:!?)])?(?![\\w-]|\\.\\w)`,
    '@(?<name>[\\w.-]*\\w)',
    '#(?<channel>[\\w-]+)',
    '(?<special>[&<>])',
  ].join('|'),
  'gi',
)

export function asSlackSends(world: Pick<World, 'people' | 'groups' | 'channels'>, text: string): string {
  return text.replace(LINKED, (...match) => {
    const whole: string = match[0]
    const found: Record<string, string | undefined> = match.at(-1)
    if (found.url !== undefined) return `<${escaped(whole)}>`
    if (found.mail !== undefined) return `<mailto:${whole}|${whole}>`
    if (found.host !== undefined) return `<http://${escaped(whole)}|${escaped(whole)}>`
    if (found.name !== undefined) return mentioned(world, found.name) ?? whole
    if (found.channel !== undefined) {
      const channel = [...world.channels.values()].find(({ name }) => name === found.channel)
      return channel ? `<#${channel.id}|${channel.name}>` : whole
    }
    return escaped(whole)
  })
}

function mentioned({ people, groups }: Pick<World, 'people' | 'groups'>, name: string): string | undefined {
  const wanted = name.toLowerCase()
  if (['here', 'channel', 'everyone'].includes(wanted)) return `<!${wanted}>`
  const person = [...people.values()].find((one) => one.name.toLowerCase() === wanted)
  if (person) return `<@${person.id}|${person.name}>`
  const group = [...groups.values()].find((one) => one.handle?.toLowerCase() === wanted)
  return group && `<!subteam^${group.id}|@${group.handle}>`
}

/** Slack escapes these three and no others: https://docs.slack.dev/messaging/formatting-message-text */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

// What a person sees who signs in at the simulated Dremio or at the identity provider, on a phone as well.

const STYLE = `
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; color: #202c38;
    background: #eef1f5; font: 16px/1.5 system-ui, sans-serif }
  main { width: 100%; max-width: 24rem; padding: 2rem 1.75rem; background: #fff; border-radius: 12px;
    box-shadow: 0 8px 30px rgb(32 44 56 / 12%) }
  .mark { color: #0a7f86; font-weight: 700; letter-spacing: .02em }
  h1 { margin: .25rem 0 1.25rem; font-size: 1.4rem; line-height: 1.25 }
  label { display: block; margin-bottom: 1rem; font-size: .9rem; font-weight: 600 }
  input { display: block; width: 100%; margin-top: .3rem; padding: .7rem .8rem; font: inherit; font-weight: 400; color: inherit;
    border: 1px solid #b6c1cd; border-radius: 8px }
  input:focus, button:focus-visible { outline: 3px solid #43b8c9; outline-offset: 1px }
  button { width: 100%; padding: .75rem; font: inherit; font-weight: 600; color: #fff; background: #0a7f86; border: 0;
    border-radius: 8px; cursor: pointer }
  button + button { margin-top: .6rem; color: #202c38; background: #e4e9ef }
  .wrong { margin: 0 0 1rem; padding: .7rem .8rem; color: #8c1d18; background: #fdecea; border-radius: 8px }
  .small { margin: 1.25rem 0 0; font-size: .85rem; color: #5b6b7b }
`

export interface SignInPage {
  /** Where one signs in. */
  readonly at: string
  /** Where the form goes to. */
  readonly action: string
  /** Hidden fields. */
  readonly carried?: readonly (readonly [name: string, value: string])[]
  readonly email: string
  /** Why the page is shown again. */
  readonly message?: string
}

/** Fields `email` and `password`, and two buttons: `Sign in`, and `Cancel`, which sends `cancel` along. */
export function signInPage({ at, action, carried = [], email, message }: SignInPage): string {
  const hidden = carried.map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  return page(
    at,
    `Sign in to ${at}`,
    `${message ? alert(message) : ''}
      <form method="post" action="${escaped(action)}">
        ${hidden.join('\n        ')}
        <label>E-mail <input name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none"
          value="${escaped(email)}" autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="current-password"></label>
        <button type="submit">Sign in</button>
        <button type="submit" name="cancel" value="yes">Cancel</button>
      </form>
      <p class="small">This is a simulation. Any password will do.</p>`,
  )
}

export function errorPage(at: string, message: string): string {
  return page(at, 'This sign-in cannot go on', alert(message))
}

function alert(message: string): string {
  return `<p class="wrong" role="alert">${escaped(message)}</p>`
}

function page(at: string, title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <div class="mark">${escaped(at)}</div>
      <h1>${escaped(title)}</h1>
      ${content}
    </main>
  </body>
</html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

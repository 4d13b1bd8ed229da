/**
 * xterm.js writes <style> elements and style attributes, which `style-src 'self'` forbids. On this page (ours alone, and only once the terminal is
 * loaded) they become constructed style sheets and CSSOM calls, which the policy allows: nothing a server sends is ever parsed as a style (ADR 2101).
 */
export function adoptStyles(page: Document): void {
  const create = page.createElement.bind(page)
  page.createElement = ((name: string, options?: ElementCreationOptions): HTMLElement => {
    const made = create(name === 'style' ? 'template' : name, options)  // an empty <style> is reported, too
    if (name === 'style') sheet(page, made)
    else made.setAttribute = (key: string, value: string) => {
      if (key === 'style') made.style.cssText = value
      else Element.prototype.setAttribute.call(made, key, value)
    }
    return made
  }) as typeof page.createElement
}

function sheet(page: Document, element: HTMLElement): void {
  const rules = new CSSStyleSheet()
  let text = ''
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, rules]
  Object.defineProperty(element, 'textContent', { get: () => text, set: (value: string) => { text = value; rules.replaceSync(value) } })
  element.remove = () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((one) => one !== rules)
    Element.prototype.remove.call(element)
  }
}

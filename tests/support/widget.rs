//! The widget as a visitor meets it: found by its parts, which are its public names, and used by mouse and keyboard.

use serde_json::{Value, json};

use crate::Result;
use crate::browser::Browser;

/// The first widget of the page that the browser shows.
pub struct Widget<'a> {
    browser: &'a Browser,
}

impl<'a> Widget<'a> {
    /// Opens a page and waits until its widget has come.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn open(browser: &'a Browser, url: &str) -> Result<Widget<'a>> {
        browser.open(url).await?;
        let widget = Widget { browser };
        widget.ready().await?;
        Ok(widget)
    }

    /// The widget of a page that is open already, whether or not it has come.
    pub fn of(browser: &'a Browser) -> Widget<'a> {
        Widget { browser }
    }

    /// Waits until the widget has taken the place of the loader's field.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result {
        // The loader's field has no part of its own, unless there are first results below it.
        let field = part("input");
        self.browser.wait("the widget to come", &format!("!!{field} && !{field}.closest('.faqlet').early")).await.map(|_| ())
    }

    /// Puts the caret into the search field by a click.
    ///
    /// # Errors
    /// When there is no field.
    pub async fn focus(&self) -> Result {
        self.click("input").await
    }

    /// Types into the search field, a letter at a time.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn type_text(&self, text: &str) -> Result {
        self.focus().await?;
        self.browser.keys(text).await
    }

    /// Empties the field and types another question.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn ask(&self, text: &str) -> Result {
        if self.has("clear").await? {
            self.click("clear").await?;
        }
        self.type_text(text).await
    }

    /// The questions of the results that are seen, best first.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn results(&self) -> Result<Vec<String>> {
        let script = format!("return {}.map((hit) => hit.querySelector('.question').textContent)", parts("result"));
        Ok(serde_json::from_value(self.browser.eval(&script).await?)?)
    }

    /// Waits until the first result is the question.
    ///
    /// # Errors
    /// When another one stays first.
    pub async fn first_is(&self, question: &str) -> Result {
        let first = format!("{}?.querySelector('.question')?.textContent === {}", part("result"), json!(question));
        let what = format!("{question:?} first");
        match self.browser.wait(&what, &first).await {
            Ok(_) => Ok(()),
            Err(error) => Err(error.context(format!("the results are {:?}", self.results().await?))),
        }
    }

    /// Opens a result by a click and waits for its answer.
    ///
    /// # Errors
    /// When the answer does not come.
    pub async fn open_result(&self, place: usize) -> Result {
        self.browser.click(&format!("{}[{place}]", parts("result"))).await?;
        self.answered().await
    }

    /// Waits for the answer that is being opened, with its text.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn answered(&self) -> Result {
        let there = format!("{}?.textContent.trim().length > 20", part("text"));
        self.browser.wait("the text of an answer", &there).await.map(|_| ())
    }

    /// Presses "Yes" or "No" under the answer and waits for the thanks.
    ///
    /// # Errors
    /// When there is no such button or it is not pressed afterwards.
    pub async fn vote(&self, helpful: bool) -> Result {
        let button = format!("{}[{}]", parts("vote"), usize::from(!helpful));
        self.browser.click(&button).await?;
        self.browser.wait("the vote to be shown", &format!("{button}.getAttribute('aria-pressed') === 'true'")).await.map(|_| ())
    }

    /// Moves a switch of the settings: 0 is personalisation, 1 is measurement.
    ///
    /// # Errors
    /// When there is no such switch.
    pub async fn switch(&self, place: usize) -> Result {
        self.click("settings-button").await?;
        let switch = format!("{}[{place}]", parts("switch"));
        self.browser.wait("the settings", &format!("!!{switch}")).await?;
        let before = self.browser.eval(&format!("return {switch}.checked")).await?;
        self.browser.click(&switch).await?;
        self.browser.wait("the switch to move", &format!("{switch}.checked !== {before}")).await?;
        self.click("back").await
    }

    /// Clicks a part.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn click(&self, name: &str) -> Result {
        self.browser.click(&part(name)).await
    }

    /// Whether a part is there.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn has(&self, name: &str) -> Result<bool> {
        Ok(self.browser.eval(&format!("return !!{}", part(name))).await? == Value::Bool(true))
    }

    /// The text of a part, empty when it is not there.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn text(&self, name: &str) -> Result<String> {
        let text = self.browser.eval(&format!("return {}?.textContent.trim() ?? ''", part(name))).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for a part.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_for(&self, name: &str) -> Result {
        self.browser.wait(&format!("the part {name}"), &format!("!!{}", part(name))).await.map(|_| ())
    }
}

/// How many messages wait in the outbox; asking does not make a database.
pub const WAITING: &str = "(async () => {
    if (!(await indexedDB.databases()).some((base) => base.name === 'faqlet')) return 0;
    const base = await new Promise((done) => {
        const r = indexedDB.open('faqlet');
        r.onupgradeneeded = () => r.transaction.abort();
        r.onsuccess = () => done(r.result);
        r.onerror = () => done();
    });
    if (!base) return 0;
    const count = await new Promise((done, fail) => { const r = base.transaction('outbox').objectStore('outbox').count(); r.onsuccess = () => done(r.result); r.onerror = fail; });
    base.close();
    return count;
})()";

/// An expression for the first element with a part's name, as it is now.
pub fn part(name: &str) -> String {
    format!("document.querySelector('faq-let')?.shadowRoot?.querySelector('[part~={name}]')")
}

/// An expression for all elements with a part's name, as an array.
pub fn parts(name: &str) -> String {
    format!("[...document.querySelector('faq-let').shadowRoot.querySelectorAll('[part~={name}]')]")
}

//! Markdown and HTML in, tree out. Trees are shown as short texts: `p(…)` a paragraph, `h2#anchor(…)`, `ul[…|…]`, `*…*` and so on.

use super::*;
use faqlet_engine::answer::{AnswerChunk, Block, encode_chunk, is_safe_image, is_safe_link};

fn parsed(markdown: &str) -> (Answer, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let answer = parse(markdown, Path::new("a.md"), Lines::From(1), &mut diagnostics);
    (answer, diagnostics)
}

fn show_blocks(blocks: &[Block]) -> String {
    blocks.iter().map(show_block).collect::<Vec<_>>().join(" ")
}

fn show_block(block: &Block) -> String {
    match block {
        Block::Paragraph(content) => format!("p({})", show_inlines(content)),
        Block::Heading { level, anchor, content } => format!("h{level}#{anchor}({})", show_inlines(content)),
        Block::List { start, items } => {
            let items: Vec<String> = items.iter().map(|item| show_blocks(item)).collect();
            format!("{}[{}]", start.map_or("ul".to_owned(), |start| format!("ol{start}")), items.join(" | "))
        }
        Block::Quote(blocks) => format!("quote({})", show_blocks(blocks)),
        Block::Code { language, text } => format!("code:{language}({text:?})"),
        Block::Table { align, head, rows } => {
            let row = |cells: &[Vec<Inline>]| cells.iter().map(|cell| show_inlines(cell)).collect::<Vec<_>>().join(",");
            let rows: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
            format!("table{align:?}({};{})", row(head), rows.join(";"))
        }
        Block::Callout { kind, blocks } => format!("{kind:?}({})", show_blocks(blocks)),
        Block::Details { summary, blocks } => format!("details({}: {})", show_inlines(summary), show_blocks(blocks)),
        Block::Rule => "rule".to_owned(),
        _ => unreachable!(),
    }
}

fn show_inlines(inlines: &[Inline]) -> String {
    inlines.iter().map(show_inline).collect()
}

fn show_inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(inner) => format!("*{}*", show_inlines(inner)),
        Inline::Emphasis(inner) => format!("_{}_", show_inlines(inner)),
        Inline::Strike(inner) => format!("~{}~", show_inlines(inner)),
        Inline::Code(text) => format!("`{text}`"),
        Inline::Link { href, content } => format!("[{}]<{href}>", show_inlines(content)),
        Inline::Image { src, alt } => format!("!{alt}<{src}>"),
        Inline::Break => "⏎".to_owned(),
        Inline::Placeholder { name, fallback } => format!("{{{name}|{fallback}}}"),
        _ => unreachable!(),
    }
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    let (answer, _) = parsed(markdown);
    assert_eq!(show_blocks(&answer.blocks), expected, "{markdown:?}");
    let opened = AnswerChunk::open(&encode_chunk(0, std::slice::from_ref(&answer))).unwrap();
    assert_eq!(opened.get(0).unwrap(), answer, "{markdown:?} encoded");
}

#[test]
fn markdown_becomes_blocks() {
    for (markdown, expected) in [
        ("", ""),
        ("one\ntwo\n\nthree", "p(one two) p(three)"),
        ("## Fees & *taxes*\n\n## Fees", "h2#fees-taxes(Fees & _taxes_) h2#fees(Fees)"),
        ("# A {#own}\n# A", "h1#own(A) h1#a(A)"),
        ("- a\n- b\n\n  more\n- c", "ul[p(a) | p(b) p(more) | p(c)]"),
        ("3. a\n4. b\n   - c", "ol3[p(a) | p(b) ul[p(c)]]"),
        ("- [x] done\n- [ ] open", "ul[p(☑ done) | p(☐ open)]"),
        ("> quoted\n> text", "quote(p(quoted text))"),
        ("> [!WARNING]\n> careful", "Warning(p(careful))"),
        ("```rust,ignore\nlet x;\n\n```", "code:rust(\"let x;\")"),
        ("    indented <b>", "code:(\"indented <b>\")"),
        ("| a | b |\n|:-:|--:|\n| 1 | *2* |", "table[Center, End](a,b;1,_2_)"),
        ("***", "rule"),
        ("a\r\nb\r\n\r\nc", "p(a b) p(c)"),
        ("我們\n收到 OK\n了", "p(我們收到 OK 了)"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn markdown_becomes_inlines() {
    for (markdown, expected) in [
        ("**a *b* c** ~~d~~ `e < f`", "p(*a _b_ c* ~d~ `e < f`)"),
        ("[a](https://example.org 'title')", "p([a]<https://example.org>)"),
        ("[a][x]\n\n[x]: /help", "p([a]</help>)"),
        ("<help@example.org>", "p([help@example.org]<mailto:help@example.org>)"),
        ("see https://example.org.", "p(see [https://example.org]<https://example.org>.)"),
        ("[https://a.example](https://b.example)", "p([https://a.example]<https://b.example>)"),
        ("![a *cat*](cat.png)", "p(!a cat<cat.png>)"),
        ("[my file](<my file.pdf>)", "p([my file]<my%20file.pdf>)"),
        ("a  \nb\\\nc", "p(a⏎b⏎c)"),
        ("Hi {{profile.first_name|there}}, {{ other }}", "p(Hi {profile.first_name|there}, {{ other }})"),
        ("**{{profile.tier|friend}}**", "p(*{profile.tier|friend}*)"),
        ("`{{profile.x|y}}`", "p(`{{profile.x|y}}`)"),
        ("&lt;b&gt; &amp;copy; &copy;", "p(<b> &copy; ©)"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn html_that_means_something_is_kept() {
    for (markdown, expected) in [
        ("a<br>b<br/>c", "p(a⏎b⏎c)"),
        ("<b>a <i>b</i></b> <kbd>Ctrl</kbd>", "p(*a _b_* `Ctrl`)"),
        ("<a href='/x'>y</a> <a name=z>w</a>", "p([y]</x> w)"),
        ("<img src=a.png alt='a cat'>", "p(!a cat<a.png>)"),
        (
            "<details><summary>More <b>here</b></summary>\n\nHidden *text*\n\n- a\n\n</details>\n\nafter",
            "details(More *here*: p(Hidden _text_) ul[p(a)]) p(after)",
        ),
        ("<details>\nno summary\n</details>", "p(no summary)"),
        ("<div align=center>\n<p>one</p><p>two</p>\n</div>", "p(one) p(two)"),
        ("<ul>\n<li>a</li>\n<li>b <ol start=3><li>c</ol></li>\n</ul>", "ul[p(a) | p(b) ol3[p(c)]]"),
        ("<table>\n<tr><th>a</th><td>b</td></tr>\n<tr><td>1<br>2</td><td></td></tr></table>", "table[](;a,b;1⏎2,)"),
        ("<table>\n<tr><td>\n\n**a**\n\nb\n\n</td></tr>\n</table>", "table[](;*a*⏎b)"),
        ("<pre><code class='x language-js'>a\n  &lt;b\n</code></pre>", "code:js(\"a\\n  <b\")"),
        ("<h3 id='Own Id'>T</h3>\ntext", "h3#own-id(T) p(text)"),
        ("<blockquote>q</blockquote>", "quote(p(q))"),
        ("a <span style='color:red'>b</span> <u>c</u>", "p(a b c)"),
        ("<iframe src='https://video.example/1' title='How to'>x</iframe>", "p([How to]<https://video.example/1>)"),
        ("x <!-- comment --> y", "p(x  y)"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn html_that_means_nothing_leaves_no_markup() {
    for (markdown, expected) in [
        ("<script>alert(1)</script>after", "p(after)"),
        ("a <script>alert(1)</script> b", "p(a  b)"),
        ("a <script>alert(1)\n\nb", "p(a) p(b)"),
        ("<style>p{}</style>\n\ntext", "p(text)"),
        ("<svg><a href='javascript:x'>y</a></svg>\n\nz", "p(z)"),
        ("<b>open\n\nnext", "p(*open*) p(next)"),
        ("**a <i>b** c</i>", "p(*a _b_* c)"),
        ("</b></i>x</div>", "p(x)"),
        ("> <b>a\n\nb</b>", "quote(p(*a*)) p(b)"),
        ("<textarea>[a](b)</textarea>", ""),
        ("<object data=x>text</object>", ""),
        ("<a href='javascript:alert(1)'>text</a>", "p(text)"),
        ("[text](javascript:alert(1))", "p(text)"),
        ("![alt](data:image/svg+xml,x)", "p(alt)"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn what_is_left_out_is_reported_with_its_line() {
    for (markdown, line, got) in [
        ("a\n\n[x](javascript:y)", 3, "`javascript:y`"),
        ("a\n\n![x](data:y)", 3, "`data:y`"),
        ("a\n\n<script>x</script>", 3, "<script>"),
        ("a\nb <style>", 2, "<style>"),
    ] {
        let (_, diagnostics) = parsed(markdown);
        let all: Vec<_> = diagnostics.iter().collect();
        assert_eq!(all.len(), 1, "{markdown:?}");
        assert_eq!((all[0].place.line, all[0].got.as_str()), (Some(line), got), "{markdown:?}");
    }
}

#[test]
fn harmless_text_gives_no_warning() {
    let (_, diagnostics) = parsed("a <b>b</b> <br> [c](d) <details><summary>x</summary>y</details> 1 < 2 & 3 > 2 <notatag>");
    assert_eq!(diagnostics.iter().count(), 0);
}

#[test]
fn deep_nesting_is_flattened_and_reported() {
    for markdown in [
        "> ".repeat(200) + "deep",
        (0..100).map(|level| "  ".repeat(level) + "- x\n").collect(),
        "<b>".repeat(300) + "deep",
        "**_".repeat(100) + "deep" + &"_**".repeat(100),
        "<ul><li>".repeat(300) + "deep",
        "[".repeat(1_000) + "deep" + &"](x)".repeat(1_000),
    ] {
        let (answer, _) = parsed(&markdown);
        let opened = AnswerChunk::open(&encode_chunk(0, std::slice::from_ref(&answer))).unwrap();
        assert_eq!(opened.get(0).unwrap(), answer);
        assert_eq!(opened.get(0).unwrap().text(), answer.text());
    }
    let (answer, diagnostics) = parsed(&("> ".repeat(200) + "deep"));
    assert_eq!(answer.text(), "deep");
    assert_eq!(diagnostics.warning_count(), 1);
}

#[test]
fn hostile_sizes_are_read_in_linear_time() {
    // An eighth of what is allowed: enough to tell linear from quadratic time without optimisation.
    const SIZE: usize = LONGEST / 8;
    for piece in [
        ">",
        "- ",
        "<b>",
        "<a>",
        "</b>",
        "[",
        "![",
        "{{",
        "{{profile.",
        "https://",
        "http://a)",
        "# x\n",
        "*",
        "_a",
        "`",
        "<",
        "<!--",
        "<script>",
        "&",
        "|",
        "a|b\n-|-\n",
        "<details>",
        "<ul><li>",
        "<table><tr><td>",
        "\n\n- a\n",
        "[a](javascript:b)",
        "](",
        "~~",
        "1. ",
        "<pre>",
    ] {
        let markdown = piece.repeat(SIZE / piece.len());
        let start = std::time::Instant::now();
        let _ = parsed(&markdown);
        let taken = start.elapsed();
        assert!(taken.as_secs() < 10, "{piece:?} took {taken:?}");
    }
}

#[test]
fn an_answer_as_long_as_a_book_is_an_error() {
    let (answer, diagnostics) = parsed(&"a".repeat(LONGEST + 1));
    assert!(diagnostics.has_errors());
    assert_eq!(answer, Answer::default());
}

/// Random tag soup: whatever comes, the tree is within bounds and its addresses are allowed.
#[test]
fn tag_soup_always_gives_a_sound_tree() {
    const PIECES: &[&str] = &[
        "<b>",
        "</b>",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<script>",
        "</script>",
        "<a href='javascript:x'>",
        "<a href=/y>",
        "</a>",
        "<img src=data:z alt=w>",
        "<p>",
        "</p>",
        "text ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "**",
        "_",
        "`",
        "[a](",
        ")",
        "{{profile.a|b}}",
        "# ",
        "| a | b |\n|-|-|\n",
        "<!--",
        "-->",
        "<h2>",
        "</h2>",
        "<blockquote>",
        "</blockquote>",
        "<br>",
        "<hr>",
        "https://a.example ",
        "```\n",
        "    ",
    ];
    let mut state = 0x1234_5678_9ABC_DEF1_u64;
    for _ in 0..5_000 {
        let mut markdown = String::new();
        for _ in 0..30 {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            markdown.push_str(PIECES[(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % PIECES.len()]);
        }
        let (answer, _) = parsed(&markdown);
        let opened = AnswerChunk::open(&encode_chunk(0, std::slice::from_ref(&answer))).unwrap();
        assert_eq!(opened.get(0).unwrap(), answer, "{markdown:?}");
        assert_addresses_are_allowed(&answer.blocks);
    }
}

fn assert_addresses_are_allowed(blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => assert_inlines_are_allowed(content),
            Block::List { items, .. } => items.iter().for_each(|item| assert_addresses_are_allowed(item)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => assert_addresses_are_allowed(inner),
            Block::Table { head, rows, .. } => rows.iter().chain([head]).flatten().for_each(|cell| assert_inlines_are_allowed(cell)),
            Block::Details { summary, blocks } => {
                assert_inlines_are_allowed(summary);
                assert_addresses_are_allowed(blocks);
            }
            _ => {}
        }
    }
}

fn assert_inlines_are_allowed(inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Link { href, content } => {
                assert!(is_safe_link(href), "{href:?}");
                assert_inlines_are_allowed(content);
            }
            Inline::Image { src, .. } => assert!(is_safe_image(src), "{src:?}"),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => assert_inlines_are_allowed(inner),
            _ => {}
        }
    }
}

#[test]
fn callouts_of_site_generators_are_callouts() {
    check(":::note\n\nText.\n\n:::\n\nAfter.", "Note(p(Text.)) p(After.)");
    check("Before.\n:::tip Good to know\nText *x*.\n:::", "p(Before.) Tip(p(*Good to know*) p(Text _x_.))");
    check(":::danger[Hot <b>\u{202e}]{.wide}\n- a\n:::", "Caution(p(*Hot <b>\u{202e}*) ul[p(a)])");
    check("::::info\n:::warning\nIn\n:::\nOut\n::::\nEnd", "Note(Warning(p(In)) p(Out)) p(End)");
    check("::: details More\nHidden.\n:::", "details(More: p(Hidden.))");
    check(":::note\nto the end", "Note(p(to the end))");
    check("```\n:::note\nx\n:::\n```", "code:(\":::note\\nx\\n:::\")");
    check(":::unknown\nx\n:::", "p(:::unknown x :::)");
    check(":::note\n[a][1] <b>x\n:::\nb\n\n[1]: /a", "Note(p([a]</a> *x*)) p(b)");
    let deep = ":::note\n".repeat(10_000);
    let (answer, diagnostics) = parsed(&format!("{deep}x"));
    assert!(answer.text() == "x" && diagnostics.iter().any(|each| each.to_string().contains("nested a dozen deep")));
}

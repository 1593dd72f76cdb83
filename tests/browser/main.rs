//! smoke
use faqlet_tests::browser::{Browser, Screen};
#[tokio::test]
async fn smoke() -> faqlet_tests::Result {
    let b = Browser::start().await?;
    b.open("data:text/html,<input id=a autofocus><script>console.error('x');Promise.reject(new Error('y'))</script>").await?;
    b.element("document.querySelector('input')").await?.click().await?;
    b.keys("refund 退款").await?;
    println!("{}", b.wait("typed", "document.querySelector('input').value").await?);
    println!("{:?}", b.complaints().await?);
    println!("{:?}", b.requests().await?);
    b.dark(true).await?;
    b.screen(Screen::Phone).await?;
    println!(
        "{}",
        b.eval("return [matchMedia('(prefers-color-scheme: dark)').matches, innerWidth, await new Promise(r=>setTimeout(()=>r(3),50))]")
            .await?
    );
    Ok(())
}

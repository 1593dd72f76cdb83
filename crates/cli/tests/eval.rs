//! `faqlet eval`.

mod support;

use support::Shop;

const QUERIES: &str = "{\"qid\":\"1\",\"lang\":\"en\",\"query\":\"send it back\"}\n{\"qid\":\"2\",\"lang\":\"en\",\"query\":\"refund\"}\n\
     {\"qid\":\"3\",\"lang\":\"zh-Hant\",\"query\":\"退款\"}\n{\"qid\":\"4\",\"lang\":\"en\",\"query\":\"zzzzqqq\"}\n{\"qid\":\"5\",\"query\":\"out of scope\",\"oos\":true}\n";

fn shop(qrels: &str) -> Shop {
    let shop = Shop::built();
    shop.put("q.jsonl", QUERIES);
    shop.put("r.tsv", qrels);
    shop
}

const EVAL: &[&str] = &["eval", "help", "--queries", "q.jsonl", "--qrels", "r.tsv"];

#[test]
fn figures_are_fractions_of_the_judged_queries() {
    // Query 1 finds its entry first, 2 and 3 do too, 4 finds nothing, 5 has nothing to find.
    let shop = shop("1\treturns\t1\n2\trefund\t2\n3\trefund\t1\n4\thours\t1\n5\thours\t0\n");
    let figures = shop.run(&[EVAL, &["--json"]].concat()).json();
    let expected =
        serde_json::json!({ "queries": 4, "success@1": 0.75, "mrr@10": 0.75, "ndcg@10": 0.75, "recall@10": 0.75, "no_result": 0.25 });
    assert_eq!(figures, expected);
    let table = shop.run(EVAL).success().out();
    assert!(table.contains("queries           4\nsuccess@1    0.7500\n"), "{table}");
}

#[test]
fn a_named_language_is_asked_for_every_query() {
    let shop = shop("3\trefund\t1\n");
    // By words alone: what is near in meaning is found across languages.
    let words = ["--json", "--meaning", "off"];
    assert_eq!(shop.run(&[EVAL, &words].concat()).json()["success@1"], 1.0);
    assert_eq!(shop.run(&[EVAL, &words, &["--lang", "en"]].concat()).json()["success@1"], 0.0);
}

#[test]
fn a_query_in_a_language_that_is_not_there_is_asked_everywhere() {
    let shop = shop("1\trefund\t1\n");
    shop.put("q.jsonl", "{\"qid\":\"1\",\"lang\":\"ja\",\"query\":\"退款\"}\n");
    assert_eq!(shop.run(&[EVAL, &["--json"]].concat()).json()["success@1"], 1.0);
}

#[test]
fn heads_blank_lines_and_four_columns_are_understood() {
    let shop = shop("query-id\tcorpus-id\tscore\r\n\r\n1\t0\treturns\t1\r\n");
    assert_eq!(shop.run(&[EVAL, &["--json"]].concat()).json()["queries"], 1);
}

#[test]
fn faults_in_the_files_are_named_with_their_line() {
    for (queries, qrels, says) in [
        ("{\"qid\":\"1\"}\n", "1\ta\t1\n", "q.jsonl:1: expected"),
        ("{\"qid\":\"1\",\"query\":\"x\"}\n{", "1\ta\t1\n", "q.jsonl:2: expected"),
        (QUERIES, "1\ta\t1\n1 a 1\n", "r.tsv:2: expected query id, entry id and relevance"),
        (QUERIES, "1\ta\t1\n2\ta\tyes\n", "r.tsv:2: expected query id, entry id and relevance"),
        (QUERIES, "9\ta\t1\n", "r.tsv: expected judgements of queries"),
        ("", "1\ta\t1\n", "r.tsv: expected judgements of queries"),
    ] {
        let shop = shop(qrels);
        shop.put("q.jsonl", queries);
        shop.run(EVAL).failed(1, &[says]);
    }
    Shop::built().run(EVAL).failed(1, &["q.jsonl: expected a file of queries"]);
}

//! Every number that ranking was tuned with, in one place. `examples/relevance.rs` measures what a change does.

/// The weights of ranking.
pub(crate) struct Weights {
    /// BM25's k1: how soon further evidence for the same word stops counting. 0 counts presence only.
    pub(crate) saturation: f32,
    /// BM25's b for wordings, 0 (length is ignored) to 1 (full normalisation).
    pub(crate) length_wording: f32,
    /// BM25's b for all wordings of an entry together.
    pub(crate) length_together: f32,
    /// BM25's b for answers.
    pub(crate) length_answer: f32,
    /// Weight of a word in the wording that speaks for the entry.
    pub(crate) wording: f32,
    /// Weight of a word in any other wording of the entry.
    pub(crate) other_wording: f32,
    /// Weight of a word in the answer.
    pub(crate) answer: f32,
    /// What a word counts that is in the answer more than once, where one that is there once counts 1.
    pub(crate) often: f32,
    /// Weight of a word in the name of a category or tag.
    pub(crate) label: f32,
    /// Factor on the weight of a word of grammar, beside what its frequency already takes off.
    pub(crate) function: f32,
    /// The most that the frequency of a word of grammar counts: rare ones are no evidence either.
    pub(crate) function_most: f32,
    /// Added to every word's inverse document frequency: how much small corpora are mistrusted.
    pub(crate) floor: f32,
    /// Share of the score that depends on how much of the query was found: 0 none, 1 proportional.
    pub(crate) coverage: f32,
    /// Closeness of another form of the word.
    pub(crate) stem: f32,
    /// Closeness of a synonym.
    pub(crate) synonym: f32,
    /// Closeness of a word that is joined or split otherwise.
    pub(crate) joined: f32,
    /// Closeness of a completion that adds nothing; longer ones lose up to `prefix_loss`.
    pub(crate) prefix: f32,
    /// What a completion loses when most of it was not typed.
    pub(crate) prefix_loss: f32,
    /// Closeness of a misspelt word to the right one, were it infinitely long.
    pub(crate) typo: f32,
    /// What it loses for each edit by the share of letters that are wrong.
    pub(crate) typo_loss: f32,
    /// Closeness of a word that begins with something one edit away.
    pub(crate) typo_completion: f32,
    /// Factor on the weight of a single character of a script without spaces, beside its pairs.
    pub(crate) character: f32,
    /// Gain for neighbouring words of the query that are neighbours in the question, as a share of their score.
    pub(crate) nearness: f32,
}

/// The weights in use.
pub(crate) static WEIGHTS: Weights = Weights {
    saturation: 1.75,
    length_wording: 0.7,
    length_together: 0.6,
    length_answer: 0.85,
    wording: 1.8,
    other_wording: 0.68,
    answer: 0.48,
    often: 1.7,
    label: 0.6,
    function: 0.266,
    function_most: 3.3,
    floor: 1.2,
    coverage: 0.2,
    stem: 0.5,
    synonym: 0.9,
    joined: 0.9,
    prefix: 0.6,
    prefix_loss: 0.46,
    typo: 0.7,
    typo_loss: 1.06,
    typo_completion: 0.8,
    character: 0.7,
    nearness: 0.025,
};

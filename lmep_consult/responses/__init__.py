"""Many written responses: read, names replaced, campaigns grouped, coded by the codebook's terms; as files of parquet.

`lmep-consult code-responses` makes these frames in working/responses/, in parts of 20,000 responses:

respondents/: a row a response: response (its id), file, row (in the file, as a spreadsheet numbers them; 0 of a letter
    or e-mail), received (a date or null), quotable (whether it may be quoted), then a column for each attribute of
    study.toml (text, "" where nothing was said) and each closed question (text; of multiple choice a list of texts).
texts/: a row a response and text question that holds words: response, question, text (names replaced), campaign (the
    id of the campaign whose letter it is, else null), own (what the person wrote round the letter; all of the text
    where there is no campaign).
coded/: a row a response, question and code that the codebook's terms found in `own`: response, question, code, start,
    end (code points into `own`, end exclusive, of the first place found), rule (which terms, and which words).
campaigns.parquet: a row a campaign: campaign (its id), question, letter (its text), responses (how many are it). Its
    letter is coded once: in coded/, under the campaign's id in place of a response's.
"""

"""Sentences about how many people there are: refusals, remarks and assumptions."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "coverage_file": (
        "读不到文件 {name}。请检查路径和权限。",
        "The file {name} cannot be read. Check its path and rights.",
    ),
    "coverage_not_text": (
        "文件 {name} 不是 CSV 文本（UTF-8 或 GBK）。请另存为 CSV 后再试。",
        "The file {name} is no CSV text (UTF-8 or GBK). Save it as CSV and run it again.",
    ),
    "coverage_empty": (
        "表中没有人。请给出标题行和至少一行数据。",
        "The table holds nobody. Give a line of titles and at least one line of people.",
    ),
    "coverage_title_missing": (
        "第 {column} 列没有标题，请补填。",
        "Column {column} has no title. Give it one.",
    ),
    "coverage_title_twice": (
        "标题“{title}”重复，请只保留一列。",
        "The title “{title}” stands twice. Keep one such column.",
    ),
    "coverage_column_unknown": (
        "没有“{title}”这一列；现有的列：{titles}。",
        "There is no column “{title}”; the columns are {titles}.",
    ),
    "coverage_line_length": (
        "第 {line} 行有 {cells} 格，标题有 {titles} 列，请核对。",
        "Line {line} has {cells} cells, the titles have {titles}. Check that line.",
    ),
    "coverage_cell": (
        "第 {line} 行“{title}”列的值“{value}”既不是 0 也不是 1。名单列只能填 0 或 1；若是区域或分组，请用 --by 指明该列。",
        "Line {line}, column “{title}” holds “{value}”, which is neither 0 nor 1. A list's column holds 0 or 1; name a column of areas or groups by --by.",
    ),
    "coverage_count": (
        "第 {line} 行“{title}”列的值“{value}”不是 0 或以上的整数，请改正。",
        "Line {line}, column “{title}” holds “{value}”, which is no whole number from 0 on. Correct it.",
    ),
    "coverage_pattern": (
        "“{value}”不是 {lists} 个名单的组合。请每个名单写一个 0 或 1，至少一个 1。",
        "The text “{value}” is no pattern of {lists} lists. Write one 0 or 1 a list, with at least one 1.",
    ),
    "coverage_few_lists": (
        "只有一份名单上有人（{lists}）。估计至少需要两份有重叠的名单，请再加一份。",
        "Only one list holds people ({lists}). At least two lists that overlap are needed: add another.",
    ),
    "coverage_many_lists": (
        "共有 {lists} 份名单，最多可用 {most} 份。请合并相近的名单。",
        "There are {lists} lists; at most {most} can be used. Join lists that are alike.",
    ),
    "coverage_disjoint": (
        "各份名单没有共同的人，无法估计不在名单上的人数。请检查名单之间的比对，或增加有重叠的名单。",
        "No two lists have anybody in common, so nothing tells how many are on no list. Check how people were matched, or add a list that overlaps.",
    ),
    "coverage_pair_disjoint": (
        "“{first}”与“{second}”没有共同的人；只有三份名单时，无从判断两者是否互相排斥，因此无法估计。请检查比对，或再加一份名单。",
        "The lists “{first}” and “{second}” have nobody in common, and with three lists nothing shows whether they exclude each other: not estimable. Check how people were matched, or add a list.",
    ),
    "coverage_no_model": (
        "重叠太少，没有一个模型能确定不在名单上的人数。请增加名单或合并相近的名单。",
        "The overlaps are too thin for any model to settle how many are on no list. Add a list, or join lists that are alike.",
    ),
    "coverage_none_twice": (
        "没有人被找到两次，无法估计。请补充次数为 2 的人数。",
        "Nobody was found twice, so the number is not estimable. Add those found twice.",
    ),
    "coverage_list_empty": (
        "名单“{list}”上没有人，未使用。",
        "Nobody stands on the list “{list}”; it was not used.",
    ),
    "coverage_on_no_list": (
        "有 {n} 人不在任何名单上，未计入。",
        "{n} people stand on no list; they were not used.",
    ),
    "coverage_pairs_empty": (
        "这些名单两两之间没有共同的人：{pairs}。允许它们相关的模型对结果没有把握，请检查比对。",
        "These lists have nobody in common: {pairs}. Models in which they depend rest on little; check how people were matched.",
    ),
    "coverage_fits_badly": (
        "最好的模型 {model} 与数据仍不相符，区间已相应放宽。",
        "Even the best model, {model}, fits badly; the interval was widened for it.",
    ),
    "coverage_models_differ": (
        "可信的模型之间差别很大：{low} 至 {high}。请不要只引用一个数。",
        "Models that fit differ widely, from {low} to {high}: never quote one number alone.",
    ),
    "coverage_few_common": (
        "两份名单只有 {n} 人相同，结果可能明显偏低，区间不可靠。",
        "The two lists have only {n} people in common: the number may be far too low, and the interval is not reliable.",
    ),
    "coverage_two_lists": (
        "只有两份名单，无从检验它们是否相互独立；若在一份名单上的人更容易出现在另一份上，结果偏低，且区间不包括这种误差。",
        "With two lists their independence cannot be checked; if those on one are likelier to be on the other, the number is too low, and the interval does not include this error.",
    ),
    "coverage_lower_bound": (
        "只知道次数时，得到的是下限的估计，真实人数可能更多。",
        "Where only the number of times is known, this estimates a lower bound: there may be more people.",
    ),
    "coverage_assume_closed": (
        "各份名单说的是同一时期、同一地方，其间没有人迁入、迁出、出生或死亡。",
        "All lists speak of the same place and time; nobody came, left, was born or died between them.",
    ),
    "coverage_assume_matched": (
        "不同名单上的同一个人都已认出，不同的人没有混为一人。",
        "The same person on different lists was recognised, and different people were not taken for one.",
    ),
    "coverage_assume_residents": (
        "名单上的人都住在这里；已搬走的人和虚构的人已剔除。",
        "Everybody on a list lives here; those who left and records of nobody were removed.",
    ),
    "coverage_assume_independent": (
        "两份名单相互独立。",
        "The two lists are independent of each other.",
    ),
    "coverage_assume_alike": (
        "在至少一份名单上，每个人被登记的可能性相同。",
        "On at least one list everybody had the same chance to stand.",
    ),
    "coverage_assume_highest": (
        "全部名单同时相关的程度无法从数据看出；区间按两两相关程度的三成留出余地。",
        "Dependence of all lists at once cannot be seen; the interval allows for three tenths of the dependence seen between two.",
    ),
    "coverage_assume_models": (
        "名单之间的相关、人与人之间的差别，可由列出的某个模型描述；区间包括选择模型的误差。",
        "Dependence between lists and differences between people are described by one of the models listed; the interval includes the choice between them.",
    ),
    "coverage_assume_rare": (
        "每个人被找到的可能性较小，找到一次不影响再次被找到。",
        "Everybody is found rarely, and being found once does not change being found again.",
    ),
}

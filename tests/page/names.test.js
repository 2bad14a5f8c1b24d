import assert from "node:assert/strict";
import test from "node:test";

import { namesOf, peopleIn, withNames } from "../../services/notify/web/live/names.js";

const NAMES = { "wang.fang": "王芳", "li.ming": "李明" };
const nameOf = (staff) => NAMES[staff] ?? staff;

test("colleagues of the same name are told apart", () => {
  const colleagues = [
    { staff: "wang.fang", name: "王芳" },
    { staff: "wang.fang2", name: "王芳" },
    { staff: "li.ming", name: "李明" },
  ];
  assert.deepEqual(namesOf(colleagues), {
    "wang.fang": "王芳 (wang.fang)",
    "wang.fang2": "王芳 (wang.fang2)",
    "li.ming": "李明",
  });
});

test("the people of an entry are those whom its facts name", () => {
  const facts = { by: "staff:wang.fang", missed: ["li.ming"], case_owner: null, ticket: "A001", round: 2 };
  assert.deepEqual(peopleIn(facts), ["wang.fang", "li.ming"]);
});

for (const [text, said] of [
  ["wang.fang离岗，大堂由li.ming代管。", "王芳离岗，大堂由李明代管。"],
  ["Not acknowledged by li.ming, wang.fang: “…”", "Not acknowledged by 李明, 王芳: “…”"],
  ["The branch is open: wang.fang.", "The branch is open: 王芳."],
  ["wang.fang2 is another one.", "wang.fang2 is another one."],
]) {
  test(`people are named in "${text}"`, () => {
    assert.equal(withNames(text, ["wang.fang", "li.ming"], nameOf), said);
  });
}

test("a product and a branch are named beside the people", () => {
  const named = { B001: "城南支行", enterprise_loan: "企业贷款" };
  const text = "B001网点：li.ming开立业务：enterprise_loan，enterprise_loan2不变。";
  const said = withNames(text, ["li.ming", "enterprise_loan", "B001"], (id) => named[id] ?? nameOf(id));
  assert.equal(said, "城南支行网点：李明开立业务：企业贷款，enterprise_loan2不变。");
});

test("a person whose name is not known is shown by the id", () => {
  assert.equal(withNames("chen is back.", ["chen"], nameOf), "chen is back.");
});

test("a word that is no person in this entry stays", () => {
  assert.equal(withNames("li.ming", [], nameOf), "li.ming");
});

// The terms of products, recommendations and the need desk, as the staff use them.

import {
  DeskAnswer,
  DeskMissing,
  DeskNeedState,
  DeskStep,
  MarketTopic,
  ProductFamily,
  ProductPaper,
  ProductState,
  ProductStep,
  RecommendationDecline,
  RecommendationReason,
  RecommendationState,
  RecommendationWithdrawal,
  RiskLevel,
  RiskTolerance,
} from "../enums.js";
import { pick } from "../language.js";
import { named } from "../terms.js";

export const familyName = named(ProductFamily);
export const riskLevelName = named(RiskLevel);
export const toleranceName = named(RiskTolerance);
export const productStateName = named(ProductState);
export const stepName = named(ProductStep);
export const paperName = named(ProductPaper);
export const recommendationStateName = named(RecommendationState);
export const recommendationReasonName = named(RecommendationReason);
export const declineName = named(RecommendationDecline);
export const withdrawalName = named(RecommendationWithdrawal);
export const deskAnswerName = named(DeskAnswer);
export const missingName = named(DeskMissing);
export const deskStateName = named(DeskNeedState);
export const deskStepName = named(DeskStep);
export const marketTopicName = named(MarketTopic);

export const FAMILIES = Object.keys(ProductFamily);
export const RISK_LEVELS = Object.keys(RiskLevel);
export const TOLERANCES = Object.keys(RiskTolerance);
export const STEPS = Object.keys(ProductStep);
export const PAPERS = Object.keys(ProductPaper);
export const REASONS = Object.keys(RecommendationReason);
export const DECLINES = Object.keys(RecommendationDecline);
export const ANSWERS = Object.keys(DeskAnswer);
export const MISSING = Object.keys(DeskMissing);
export const TOPICS = Object.keys(MarketTopic);

/** The name of a product in the chosen language, by its terms. */
export const nameOfTerms = (/** @type {any} */ terms) => pick([terms.name_zh, terms.name_en]);

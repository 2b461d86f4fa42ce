//! Pure functions: findings and coverage to answers, incidents and plan.

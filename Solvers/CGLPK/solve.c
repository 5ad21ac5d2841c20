/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Solving: the simplex method with a ladder of retries, and branch and cut with a deadline of our own. */

#define _POSIX_C_SOURCE 200809L
#include <limits.h>
#include <math.h>
#include <time.h>

#include "internal.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct solving {
  cglpk_session *session;
  const cglpk_options *options;
  cglpk_result *result;
  double deadline; /* INFINITY: none */
  int first_iteration;
  int stopped_by_work; /* why branch and cut was ended by us */
  int stopped;
  const double *start; /* a point that the tree has not been told of yet */
};

static int remaining_milliseconds(const struct solving *s) {
  if (s->deadline == INFINITY) return INT_MAX;
  double left = 1000 * (s->deadline - now());
  return left <= 0 ? 0 : left >= INT_MAX - 1 ? INT_MAX - 1 : (int)left + 1;
}

static int used_iterations(const struct solving *s) {
  return s->session->library->get_it_cnt(s->session->problem) - s->first_iteration;
}

static int remaining_iterations(const struct solving *s) {
  if (s->options->iterations < 0) return INT_MAX;
  ptrdiff_t left = s->options->iterations - used_iterations(s);
  return left <= 0 ? 0 : left >= INT_MAX ? INT_MAX : (int)left;
}

static void scale(cglpk_session *session) {
  const cglpk_library *glp = session->library;
  session->scaled = 1;
  session->has_scaling = 0;
  glp->scale_prob(session->problem, GLPK_SCALE_AUTO);
  for (ptrdiff_t i = 1; i <= session->rows && !session->has_scaling; i++)
    session->has_scaling = glp->get_rii(session->problem, (int)i) != 1;
  for (ptrdiff_t j = 1; j <= session->columns && !session->has_scaling; j++)
    session->has_scaling = glp->get_sjj(session->problem, (int)j) != 1;
}

static int misses(int type, double lower, double upper, double value) {
  if (!isfinite(value)) return 1;
  if ((type == GLPK_LOWER || type == GLPK_DOUBLE || type == GLPK_FIXED) && value < lower - 1e-6 * (1 + fabs(lower)))
    return 1;
  return (type == GLPK_UPPER || type == GLPK_DOUBLE || type == GLPK_FIXED) && value > upper + 1e-6 * (1 + fabs(upper));
}

/* Whether the basic solution keeps the bounds of the model itself; GLPK judged the scaled model. */
static int keeps_bounds(const cglpk_session *session) {
  const cglpk_library *glp = session->library;
  struct glp_prob *p = session->problem;
  for (int i = 1; i <= session->rows; i++)
    if (misses(glp->get_row_type(p, i), glp->get_row_lb(p, i), glp->get_row_ub(p, i), glp->get_row_prim(p, i)))
      return 0;
  for (int j = 1; j <= session->columns; j++)
    if (misses(glp->get_col_type(p, j), glp->get_col_lb(p, j), glp->get_col_ub(p, j), glp->get_col_prim(p, j)))
      return 0;
  return 1;
}

enum outcome {
  DONE,             /* the termination stands */
  AMBIGUOUS,        /* infeasible or unbounded: the primal method tells */
  INEXACT,          /* optimal for the scaled model alone */
  BROKEN            /* no answer */
};

static enum outcome attempt(struct solving *s, int method, int pricing, int ratio_test, int presolve) {
  const cglpk_library *glp = s->session->library;
  struct glp_prob *problem = s->session->problem;
  struct cglpk_smcp parameters;
  glp->init_smcp(&parameters);
  parameters.msg_lev = GLPK_MESSAGES_OFF;
  parameters.meth = method;
  parameters.pricing = pricing;
  parameters.r_test = ratio_test;
  parameters.presolve = presolve ? GLPK_ON : GLPK_OFF;
  parameters.it_lim = remaining_iterations(s);
  parameters.tm_lim = remaining_milliseconds(s);
  s->result->attempts += 1;
  if (parameters.tm_lim == 0) {
    s->result->termination = CGLPK_LIMIT_TIME;
    return DONE;
  }
  int code = glp->simplex(problem, &parameters);
  /* Presolve leaves no solution behind unless it reached the end. */
  int has_point = !presolve || code == 0;
  s->result->has_basis = has_point;
  s->result->has_dual = has_point && (code == 0 || code == GLPK_EITLIM || code == GLPK_ETMLIM);
  s->result->has_primal = s->result->has_dual && glp->get_prim_stat(problem) == GLPK_FEASIBLE;
  s->result->has_bound = s->result->has_dual && glp->get_dual_stat(problem) == GLPK_FEASIBLE;
  switch (code) {
  case 0: break;
  case GLPK_EITLIM: s->result->termination = CGLPK_LIMIT_WORK; return DONE;
  case GLPK_ETMLIM: s->result->termination = CGLPK_LIMIT_TIME; return DONE;
  case GLPK_ENOPFS: s->result->termination = CGLPK_INFEASIBLE; return DONE;
  case GLPK_ENODFS: s->result->termination = CGLPK_INFEASIBLE_OR_UNBOUNDED; return AMBIGUOUS;
  default: s->result->termination = CGLPK_TROUBLE; return BROKEN;
  }
  switch (glp->get_status(problem)) {
  case GLPK_OPTIMAL:
    s->result->termination = CGLPK_OPTIMAL;
    return keeps_bounds(s->session) ? DONE : INEXACT;
  case GLPK_NO_FEASIBLE:
    s->result->termination = CGLPK_INFEASIBLE;
    return DONE;
  case GLPK_UNBOUNDED:
    s->result->termination = CGLPK_UNBOUNDED;
    return DONE;
  default:
    if (glp->get_dual_stat(problem) == GLPK_NO_FEASIBLE) {
      s->result->termination = CGLPK_INFEASIBLE_OR_UNBOUNDED;
      return AMBIGUOUS;
    }
    s->result->termination = CGLPK_TROUBLE;
    return BROKEN;
  }
}

static void solve_relaxation(struct solving *s) {
  cglpk_session *session = s->session;
  const cglpk_library *glp = session->library;
  int pricing = s->options->steepest_edge ? GLPK_PRICING_STEEPEST : GLPK_PRICING_DANTZIG;
  if (s->options->scale && !session->scaled) scale(session);

  enum outcome outcome = attempt(s, (int)s->options->method, pricing, GLPK_RATIO_HARRIS, s->options->presolve);
  if (outcome == DONE) return;
  if (outcome == AMBIGUOUS && !(s->options->presolve == 0 && s->options->method == CGLPK_PRIMAL)) {
    if (s->options->presolve) glp->adv_basis(session->problem, 0);
    outcome = attempt(s, CGLPK_PRIMAL, pricing, GLPK_RATIO_HARRIS, 0);
    if (outcome == DONE) return;
  }
  /* The model as it is given, from the basis reached where there is one. */
  glp->unscale_prob(session->problem);
  session->has_scaling = 0;
  if (outcome != INEXACT) glp->adv_basis(session->problem, 0);
  outcome = attempt(s, CGLPK_PRIMAL, GLPK_PRICING_STEEPEST, GLPK_RATIO_HARRIS, 0);
  if (outcome == DONE) return;
  /* The plainest rules from the plainest basis. */
  scale(session);
  glp->std_basis(session->problem);
  outcome = attempt(s, CGLPK_DUAL_THEN_PRIMAL, GLPK_PRICING_DANTZIG, GLPK_RATIO_TEXTBOOK, 0);
  if (outcome == DONE) return;
  glp->std_basis(session->problem);
  outcome = attempt(s, CGLPK_DUAL_THEN_PRIMAL, GLPK_PRICING_STEEPEST, GLPK_RATIO_HARRIS, 1);
  if (outcome == INEXACT || outcome == BROKEN) s->result->termination = CGLPK_TROUBLE;
}

/* GLPK charges its time limit to the root and the tree separately and looks at it rarely; this looks at every node. */
static void watch_tree(struct glp_tree *tree, void *info) {
  struct solving *s = info;
  const cglpk_library *glp = s->session->library;
  if (s->start != NULL && glp->ios_reason(tree) == GLPK_IHEUR) {
    /* GLPK takes it only where it is better than what it has; it counts columns from 1. */
    glp->ios_heur_sol(tree, s->start - 1);
    s->start = NULL;
  }
  int best = glp->ios_best_node(tree);
  if (best != 0) {
    double bound = glp->ios_node_bound(tree, best);
    if (isfinite(bound) && fabs(bound) < 1e300 && bound > s->result->bound) s->result->bound = bound;
  }
  if (now() >= s->deadline) {
    s->stopped = 1;
    s->stopped_by_work = 0;
    glp->ios_terminate(tree);
  } else if (remaining_iterations(s) == 0) {
    s->stopped = 1;
    s->stopped_by_work = 1;
    glp->ios_terminate(tree);
  }
}

static void solve_tree(struct solving *s) {
  cglpk_session *session = s->session;
  const cglpk_library *glp = session->library;
  cglpk_result *result = s->result;
  session->integer_answer = 1;
  result->has_primal = result->has_dual = result->has_basis = 0;
  if (result->termination == CGLPK_UNBOUNDED) {
    /* The relaxation is unbounded; there may still be no integer point. */
    result->termination = CGLPK_INFEASIBLE_OR_UNBOUNDED;
    result->has_bound = 0;
    return;
  }
  if (result->termination != CGLPK_OPTIMAL) return;
  result->has_bound = 1;
  result->bound = glp->get_obj_val(session->problem);
  int has_factors = glp->bf_exists(session->problem) || glp->factorize(session->problem) == 0;
  if (!has_factors) {
    result->termination = CGLPK_TROUBLE;
    return;
  }
  struct cglpk_iocp parameters;
  glp->init_iocp(&parameters);
  parameters.msg_lev = GLPK_MESSAGES_OFF;
  parameters.tm_lim = remaining_milliseconds(s);
  parameters.mip_gap = s->options->mip_gap;
  parameters.gmi_cuts = GLPK_ON;
  parameters.mir_cuts = GLPK_ON;
  parameters.clq_cuts = GLPK_ON;
  parameters.br_tech = GLPK_BR_PCH; /* pseudo-costs */
  s->start = s->options->start;
  parameters.cov_cuts = GLPK_OFF; /* their generator keeps static storage: two threads would share it */
  parameters.cb_func = watch_tree;
  parameters.cb_info = s;
  int code = parameters.tm_lim == 0 ? GLPK_ETMLIM : glp->intopt(session->problem, &parameters);
  int status = parameters.tm_lim == 0 ? GLPK_UNDEFINED : glp->mip_status(session->problem);
  result->has_primal = status == GLPK_OPTIMAL || status == GLPK_FEASIBLE;
  double value = result->has_primal ? glp->mip_obj_val(session->problem) : INFINITY;
  if (code == 0 && status == GLPK_OPTIMAL) {
    result->termination = CGLPK_OPTIMAL;
    result->bound = value;
  } else if (code == 0 && status == GLPK_NO_FEASIBLE) {
    result->termination = CGLPK_INFEASIBLE;
    result->has_bound = 0;
  } else if (code == GLPK_EMIPGAP && result->has_primal) {
    result->termination = CGLPK_OPTIMAL;
  } else if (code == GLPK_ETMLIM || code == GLPK_ESTOP) {
    result->termination = s->stopped && s->stopped_by_work ? CGLPK_LIMIT_WORK : CGLPK_LIMIT_TIME;
  } else {
    result->termination = CGLPK_TROUBLE;
  }
  result->bound = fmin(result->bound, value);
}

static void solve(void *context) {
  struct solving *s = context;
  cglpk_session *session = s->session;
  const cglpk_library *glp = session->library;
  s->first_iteration = glp->get_it_cnt(session->problem);
  session->integer_answer = 0;
  solve_relaxation(s);
  if (s->result->has_bound) s->result->bound = glp->get_obj_val(session->problem);
  if (session->integers > 0) solve_tree(s);
  if (s->result->has_primal)
    s->result->objective =
        session->integer_answer ? glp->mip_obj_val(session->problem) : glp->get_obj_val(session->problem);
  s->result->iterations = used_iterations(s);
}

cglpk_status cglpk_solve(cglpk_session *session, const cglpk_options *options, cglpk_result *result,
                         cglpk_error *error) {
  cglpk_status status = cglpk_usable(session, error);
  if (status != CGLPK_OK) return status;
  *result = (cglpk_result){.termination = CGLPK_TROUBLE, .bound = -INFINITY};
  struct solving s = {.session = session, .options = options, .result = result};
  s.deadline = options->seconds < 0 || !(options->seconds < 1e9) ? INFINITY : now() + options->seconds;
  session->memory_mb = options->memory_mb;
  return cglpk_guarded(session->library, session->memory_mb, solve, &s, error);
}

struct reading {
  cglpk_session *session;
  double *primal, *dual, *reduced;
};

static void read_solution(void *context) {
  struct reading *r = context;
  const cglpk_library *glp = r->session->library;
  struct glp_prob *problem = r->session->problem;
  for (ptrdiff_t j = 0; j < r->session->columns; j++) {
    if (r->primal != NULL)
      r->primal[j] =
          r->session->integer_answer ? glp->mip_col_val(problem, (int)j + 1) : glp->get_col_prim(problem, (int)j + 1);
    if (r->reduced != NULL) r->reduced[j] = glp->get_col_dual(problem, (int)j + 1);
  }
  if (r->dual != NULL)
    for (ptrdiff_t i = 0; i < r->session->rows; i++) r->dual[i] = glp->get_row_dual(problem, (int)i + 1);
}

cglpk_status cglpk_get_solution(cglpk_session *session, double *primal, double *dual, double *reduced,
                                cglpk_error *error) {
  cglpk_status status = cglpk_usable(session, error);
  if (status != CGLPK_OK) return status;
  struct reading r = {session, primal, dual, reduced};
  return cglpk_guarded(session->library, session->memory_mb, read_solution, &r, error);
}

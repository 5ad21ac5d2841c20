/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bases and what holds around them. */

#include <float.h>
#include <math.h>

#include "internal.h"

/* GLPK's statuses are 1 to 5 in the order of ours from 0. */
struct basis {
  cglpk_session *session;
  const int8_t *columns, *rows;
  int8_t *columns_out, *rows_out;
};

static void put_basis(void *context) {
  struct basis *b = context;
  const cglpk_library *glp = b->session->library;
  for (ptrdiff_t i = 0; i < b->session->rows; i++) glp->set_row_stat(b->session->problem, (int)i + 1, b->rows[i] + 1);
  for (ptrdiff_t j = 0; j < b->session->columns; j++)
    glp->set_col_stat(b->session->problem, (int)j + 1, b->columns[j] + 1);
}

cglpk_status cglpk_set_basis(cglpk_session *session, const int8_t *columns, const int8_t *rows, cglpk_error *error) {
  cglpk_status status = cglpk_usable(session, error);
  if (status != CGLPK_OK) return status;
  ptrdiff_t basic = 0;
  for (ptrdiff_t j = 0; j < session->columns; j++) {
    if (columns[j] < 0 || columns[j] > 4) return cglpk_invalid(error, CGLPK_PROBLEM_BASIS, j, -1);
    basic += columns[j] == 0;
  }
  for (ptrdiff_t i = 0; i < session->rows; i++) {
    if (rows[i] < 0 || rows[i] > 4) return cglpk_invalid(error, CGLPK_PROBLEM_BASIS, i, -1);
    basic += rows[i] == 0;
  }
  if (basic != session->rows) return cglpk_invalid(error, CGLPK_PROBLEM_BASIS, -1, basic);
  struct basis b = {session, columns, rows, NULL, NULL};
  return cglpk_guarded(session->library, session->memory_mb, put_basis, &b, error);
}

static void take_basis(void *context) {
  struct basis *b = context;
  const cglpk_library *glp = b->session->library;
  for (ptrdiff_t i = 0; i < b->session->rows; i++)
    b->rows_out[i] = (int8_t)(glp->get_row_stat(b->session->problem, (int)i + 1) - 1);
  for (ptrdiff_t j = 0; j < b->session->columns; j++)
    b->columns_out[j] = (int8_t)(glp->get_col_stat(b->session->problem, (int)j + 1) - 1);
}

cglpk_status cglpk_get_basis(cglpk_session *session, int8_t *columns, int8_t *rows, cglpk_error *error) {
  cglpk_status status = cglpk_usable(session, error);
  if (status != CGLPK_OK) return status;
  struct basis b = {session, NULL, NULL, columns, rows};
  return cglpk_guarded(session->library, session->memory_mb, take_basis, &b, error);
}

struct ranging {
  cglpk_session *session;
  ptrdiff_t count;
  const ptrdiff_t *at;
  double *lowest, *highest;
  int ready;
};

static double finite_or(double value, double otherwise) {
  return value == -DBL_MAX || value == DBL_MAX ? otherwise : value;
}

static int has_optimal_basis(struct ranging *r) {
  const cglpk_library *glp = r->session->library;
  struct glp_prob *problem = r->session->problem;
  return glp->get_status(problem) == GLPK_OPTIMAL && (glp->bf_exists(problem) || glp->factorize(problem) == 0);
}

static void range_rows(void *context) {
  struct ranging *r = context;
  const cglpk_library *glp = r->session->library;
  struct glp_prob *problem = r->session->problem;
  r->ready = has_optimal_basis(r);
  for (ptrdiff_t k = 0; k < r->count && r->ready; k++) {
    int row = (int)r->at[k] + 1;
    int type = glp->get_row_type(problem, row);
    r->lowest[k] = r->highest[k] = NAN;
    if (glp->get_row_stat(problem, row) != GLPK_BASIC) {
      if (type == GLPK_FREE) continue;
      double low, high;
      glp->analyze_bound(problem, row, &low, NULL, &high, NULL);
      r->lowest[k] = finite_or(low, -INFINITY);
      r->highest[k] = finite_or(high, INFINITY);
    } else if (type == GLPK_LOWER) {
      r->lowest[k] = -INFINITY;
      r->highest[k] = glp->get_row_prim(problem, row);
    } else if (type == GLPK_UPPER) {
      r->lowest[k] = glp->get_row_prim(problem, row);
      r->highest[k] = INFINITY;
    }
  }
}

static void range_costs(void *context) {
  struct ranging *r = context;
  const cglpk_library *glp = r->session->library;
  struct glp_prob *problem = r->session->problem;
  r->ready = has_optimal_basis(r);
  for (ptrdiff_t k = 0; k < r->count && r->ready; k++) {
    int column = (int)r->at[k] + 1;
    double cost = glp->get_obj_coef(problem, column), reduced = glp->get_col_dual(problem, column);
    switch (glp->get_col_stat(problem, column)) {
    case GLPK_BASIC: {
      double low, high;
      glp->analyze_coef(problem, (int)r->session->rows + column, &low, NULL, NULL, &high, NULL, NULL);
      r->lowest[k] = finite_or(low, -INFINITY);
      r->highest[k] = finite_or(high, INFINITY);
      break;
    }
    case GLPK_AT_LOWER: /* it pays to raise the column once its reduced cost falls below 0 */
      r->lowest[k] = cost - fmax(0, reduced);
      r->highest[k] = INFINITY;
      break;
    case GLPK_AT_UPPER:
      r->lowest[k] = -INFINITY;
      r->highest[k] = cost - fmin(0, reduced);
      break;
    case GLPK_AT_FIXED:
      r->lowest[k] = -INFINITY;
      r->highest[k] = INFINITY;
      break;
    default:
      r->lowest[k] = r->highest[k] = cost;
    }
  }
}

static cglpk_status range(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *at, ptrdiff_t limit,
                          double *lowest, double *highest, void (*work)(void *), cglpk_error *error) {
  cglpk_status status = cglpk_usable(session, error);
  for (ptrdiff_t k = 0; k < count && status == CGLPK_OK; k++)
    if (at[k] < 0 || at[k] >= limit) status = cglpk_invalid(error, CGLPK_PROBLEM_ENTRY_INDEX, k, at[k]);
  if (status != CGLPK_OK) return status;
  struct ranging r = {session, count, at, lowest, highest, 0};
  status = cglpk_guarded(session->library, session->memory_mb, work, &r, error);
  if (status == CGLPK_OK && !r.ready)
    return cglpk_fail(error, CGLPK_NOT_OPTIMAL, "ranges need an optimal basis of the model as it stands");
  return status;
}

cglpk_status cglpk_row_ranges(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *rows, double *lowest,
                              double *highest, cglpk_error *error) {
  return range(session, count, rows, session->rows, lowest, highest, range_rows, error);
}

cglpk_status cglpk_cost_ranges(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *columns, double *lowest,
                               double *highest, cglpk_error *error) {
  return range(session, count, columns, session->columns, lowest, highest, range_costs, error);
}

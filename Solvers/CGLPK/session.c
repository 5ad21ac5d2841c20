/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions: a model inside GLPK, and changes to it. */

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* Columns to be added. `inner` is the number of rows. */
struct vectors {
  ptrdiff_t count, inner;
  const double *cost, *lower, *upper;
  const ptrdiff_t *start;
  const int32_t *index;
  const double *value;
};

static int bounds_are_sound(double lower, double upper) {
  return lower <= upper && lower != INFINITY && upper != -INFINITY;
}

static cglpk_status check_vectors(const struct vectors *v, cglpk_error *error) {
  if (v->count < 0 || v->count > INT_MAX || v->inner < 0 || v->inner > INT_MAX)
    return cglpk_invalid(error, CGLPK_PROBLEM_SHAPE, -1, -1);
  if (v->count == 0) return CGLPK_OK;
  int32_t *seen = calloc((size_t)v->inner + 1, sizeof *seen);
  if (seen == NULL) return cglpk_fail(error, CGLPK_MEMORY, "out of memory");
  cglpk_status status = CGLPK_OK;
  if (v->start[0] != 0) status = cglpk_invalid(error, CGLPK_PROBLEM_SHAPE, -1, -1);
  for (ptrdiff_t k = 0; k < v->count && status == CGLPK_OK; k++) {
    if (!isfinite(v->cost[k])) {
      status = cglpk_invalid(error, CGLPK_PROBLEM_COST, k, -1);
    } else if (!bounds_are_sound(v->lower[k], v->upper[k])) {
      status = cglpk_invalid(error, CGLPK_PROBLEM_COLUMN_BOUNDS, k, -1);
    } else if (v->start[k + 1] < v->start[k]) {
      status = cglpk_invalid(error, CGLPK_PROBLEM_SHAPE, k, -1);
    }
    for (ptrdiff_t e = v->start[k]; e < v->start[k + 1] && status == CGLPK_OK; e++) {
      int32_t at = v->index[e];
      if (at < 0 || at >= v->inner) {
        status = cglpk_invalid(error, CGLPK_PROBLEM_ENTRY_INDEX, k, at);
      } else if (seen[at] == k + 1) {
        status = cglpk_invalid(error, CGLPK_PROBLEM_DUPLICATE, k, at);
      } else if (!isfinite(v->value[e])) {
        status = cglpk_invalid(error, CGLPK_PROBLEM_COEFFICIENT, k, at);
      } else {
        seen[at] = (int32_t)(k + 1);
      }
    }
  }
  free(seen);
  return status;
}

static int bound_type(double lower, double upper) {
  if (lower == upper) return GLPK_FIXED;
  if (lower == -INFINITY) return upper == INFINITY ? GLPK_FREE : GLPK_UPPER;
  return upper == INFINITY ? GLPK_LOWER : GLPK_DOUBLE;
}

static void put_bounds(void (*put)(struct glp_prob *, int, int, double, double), struct glp_prob *problem, int at,
                       double lower, double upper) {
  int type = bound_type(lower, upper);
  int has_lower = type == GLPK_LOWER || type == GLPK_DOUBLE || type == GLPK_FIXED;
  int has_upper = type == GLPK_UPPER || type == GLPK_DOUBLE || type == GLPK_FIXED;
  put(problem, at, type, has_lower ? lower : 0, has_upper ? upper : 0);
}

/* A new column is scaled so that its largest entry is 1, as the others are after scaling. */
static double scale_factor(const struct vectors *v, ptrdiff_t k, struct glp_prob *problem, const cglpk_library *glp) {
  double largest = 0;
  for (ptrdiff_t e = v->start[k]; e < v->start[k + 1]; e++)
    largest = fmax(largest, fabs(v->value[e]) * glp->get_rii(problem, v->index[e] + 1));
  if (!(largest > 0) || !isfinite(largest)) return 1;
  int exponent;
  frexp(largest, &exponent);
  return ldexp(1, 1 - exponent);
}

struct addition {
  cglpk_session *session;
  struct vectors v;
  int *index;    /* of the longest vector, from 1 */
  double *value; /* the same */
};

static cglpk_status reserve(struct addition *a, cglpk_error *error) {
  ptrdiff_t longest = 0;
  for (ptrdiff_t k = 0; k < a->v.count; k++) {
    ptrdiff_t length = a->v.start[k + 1] - a->v.start[k];
    if (length > longest) longest = length;
  }
  a->index = malloc(((size_t)longest + 1) * sizeof *a->index);
  a->value = malloc(((size_t)longest + 1) * sizeof *a->value);
  if (a->index != NULL && a->value != NULL) return CGLPK_OK;
  free(a->index);
  free(a->value);
  return cglpk_fail(error, CGLPK_MEMORY, "out of memory");
}

static int fill(struct addition *a, ptrdiff_t k) {
  int length = 0;
  for (ptrdiff_t e = a->v.start[k]; e < a->v.start[k + 1]; e++) {
    if (a->v.value[e] == 0) continue;
    length += 1;
    a->index[length] = a->v.index[e] + 1;
    a->value[length] = a->v.value[e];
  }
  return length;
}

static void add_columns(void *context) {
  struct addition *a = context;
  const cglpk_library *glp = a->session->library;
  struct glp_prob *problem = a->session->problem;
  if (a->v.count == 0) return;
  int first = glp->add_cols(problem, (int)a->v.count);
  for (ptrdiff_t k = 0; k < a->v.count; k++) {
    int at = first + (int)k;
    put_bounds(glp->set_col_bnds, problem, at, a->v.lower[k], a->v.upper[k]);
    if (a->v.cost[k] != 0) glp->set_obj_coef(problem, at, a->v.cost[k]);
    glp->set_mat_col(problem, at, fill(a, k), a->index, a->value);
    /* A column that can only stand at its upper bound would start there by default; one with both sides starts at the
       side nearer to 0, as GLPK's own default basis has it. */
    glp->set_col_stat(problem, at, fabs(a->v.lower[k]) <= fabs(a->v.upper[k]) ? GLPK_AT_LOWER : GLPK_AT_UPPER);
    if (a->session->has_scaling) glp->set_sjj(problem, at, scale_factor(&a->v, k, problem, glp));
  }
  a->session->columns += a->v.count;
}

cglpk_status cglpk_add_columns(cglpk_session *session, ptrdiff_t count, const double *costs, const double *lower,
                               const double *upper, const ptrdiff_t *start, const int32_t *rows, const double *values,
                               cglpk_error *error) {
  struct addition a = {session, {count, session->rows, costs, lower, upper, start, rows, values}, NULL, NULL};
  cglpk_status status = cglpk_usable(session, error);
  if (status == CGLPK_OK) status = check_vectors(&a.v, error);
  if (status == CGLPK_OK) status = reserve(&a, error);
  if (status != CGLPK_OK) return status;
  status = cglpk_guarded(session->library, session->memory_mb, add_columns, &a, error);
  free(a.index);
  free(a.value);
  return status;
}

struct creation {
  struct addition columns;
  const cglpk_model *model;
};

static void build(void *context) {
  struct creation *c = context;
  cglpk_session *session = c->columns.session;
  const cglpk_library *glp = session->library;
  const cglpk_model *model = c->model;
  session->problem = glp->create_prob();
  glp->set_obj_dir(session->problem, GLPK_MIN);
  glp->set_obj_coef(session->problem, 0, model->offset);
  if (model->rows > 0) glp->add_rows(session->problem, (int)model->rows);
  for (ptrdiff_t i = 0; i < model->rows; i++)
    put_bounds(glp->set_row_bnds, session->problem, (int)i + 1, model->row_lower[i], model->row_upper[i]);
  session->rows = model->rows;
  add_columns(&c->columns);
  for (ptrdiff_t k = 0; k < model->integers; k++) {
    ptrdiff_t j = model->integer_columns[k];
    double lower = ceil(model->column_lower[j] - 1e-9), upper = floor(model->column_upper[j] + 1e-9);
    glp->set_col_kind(session->problem, (int)j + 1, GLPK_INTEGER);
    put_bounds(glp->set_col_bnds, session->problem, (int)j + 1, lower, upper);
  }
  session->integers = model->integers;
}

static cglpk_status check_model(const cglpk_model *model, const struct vectors *v, cglpk_error *error) {
  if (model->rows < 0 || model->columns < 0 || model->integers < 0)
    return cglpk_invalid(error, CGLPK_PROBLEM_SHAPE, -1, -1);
  if (!isfinite(model->offset)) return cglpk_invalid(error, CGLPK_PROBLEM_OFFSET, -1, -1);
  for (ptrdiff_t i = 0; i < model->rows; i++)
    if (!bounds_are_sound(model->row_lower[i], model->row_upper[i]))
      return cglpk_invalid(error, CGLPK_PROBLEM_ROW_BOUNDS, i, -1);
  cglpk_status status = check_vectors(v, error);
  for (ptrdiff_t k = 0; k < model->integers && status == CGLPK_OK; k++) {
    ptrdiff_t j = model->integer_columns[k];
    if (j < 0 || j >= model->columns || (k > 0 && model->integer_columns[k - 1] >= j))
      status = cglpk_invalid(error, CGLPK_PROBLEM_INTEGER, j, -1);
    else if (ceil(model->column_lower[j] - 1e-9) > floor(model->column_upper[j] + 1e-9))
      status = cglpk_invalid(error, CGLPK_PROBLEM_INTEGER, j, 0);
  }
  return status;
}

cglpk_status cglpk_create(const cglpk_library *library, const cglpk_model *model, int32_t memory_mb,
                          cglpk_session **result, cglpk_error *error) {
  *result = NULL;
  cglpk_clear(error);
  struct creation c = {{NULL,
                        {model->columns, model->rows, model->cost, model->column_lower, model->column_upper,
                         model->start, model->entry_row, model->entry_value},
                        NULL,
                        NULL},
                       model};
  cglpk_status status = check_model(model, &c.columns.v, error);
  if (status == CGLPK_OK) status = reserve(&c.columns, error);
  if (status != CGLPK_OK) return status;
  cglpk_session *session = calloc(1, sizeof *session);
  if (session == NULL) {
    status = cglpk_fail(error, CGLPK_MEMORY, "out of memory");
  } else {
    session->library = library;
    session->memory_mb = memory_mb;
    c.columns.session = session;
    cglpk_adopt(session);
    status = cglpk_guarded(library, memory_mb, build, &c, error);
  }
  free(c.columns.index);
  free(c.columns.value);
  /* A fault has already freed what GLPK held and let go of every session of the thread. */
  if (status == CGLPK_OK) *result = session;
  else free(session);
  return status;
}

static void delete_problem(void *context) {
  cglpk_session *session = context;
  session->library->delete_prob(session->problem);
}

void cglpk_destroy(cglpk_session *session) {
  if (session == NULL) return;
  cglpk_error error;
  if (cglpk_usable(session, &error) == CGLPK_OK &&
      cglpk_guarded(session->library, 0, delete_problem, session, &error) == CGLPK_OK)
    cglpk_release(session->library);
  free(session);
}

/* Changes to many rows, columns or costs at once. */
struct change {
  cglpk_session *session;
  ptrdiff_t count;
  const ptrdiff_t *at;
  const double *first, *second;
};

static cglpk_status check_indices(const struct change *c, ptrdiff_t limit, cglpk_error *error) {
  if (c->count < 0 || c->count > INT_MAX) return cglpk_invalid(error, CGLPK_PROBLEM_SHAPE, -1, -1);
  for (ptrdiff_t k = 0; k < c->count; k++)
    if (c->at[k] < 0 || c->at[k] >= limit)
      return cglpk_invalid(error, CGLPK_PROBLEM_ENTRY_INDEX, k, c->at[k]);
  return CGLPK_OK;
}

static cglpk_status check_bounds(const struct change *c, cglpk_problem problem, cglpk_error *error) {
  for (ptrdiff_t k = 0; k < c->count; k++)
    if (!bounds_are_sound(c->first[k], c->second[k])) return cglpk_invalid(error, problem, c->at[k], -1);
  return CGLPK_OK;
}

/* A column's bounds as GLPK may see them: those of an integer column rounded inwards. */
static void usable_bounds(const cglpk_session *session, ptrdiff_t column, double *lower, double *upper) {
  if (session->integers == 0 ||
      session->library->get_col_kind(session->problem, (int)column + 1) == GLPK_CONTINUOUS)
    return;
  *lower = ceil(*lower - 1e-9);
  *upper = floor(*upper + 1e-9);
}

static void change_column_bounds(void *context) {
  struct change *c = context;
  for (ptrdiff_t k = 0; k < c->count; k++) {
    double lower = c->first[k], upper = c->second[k];
    usable_bounds(c->session, c->at[k], &lower, &upper);
    put_bounds(c->session->library->set_col_bnds, c->session->problem, (int)c->at[k] + 1, lower, upper);
  }
}

static void change_row_bounds(void *context) {
  struct change *c = context;
  for (ptrdiff_t k = 0; k < c->count; k++)
    put_bounds(c->session->library->set_row_bnds, c->session->problem, (int)c->at[k] + 1, c->first[k], c->second[k]);
}

static void change_costs(void *context) {
  struct change *c = context;
  for (ptrdiff_t k = 0; k < c->count; k++)
    c->session->library->set_obj_coef(c->session->problem, (int)c->at[k] + 1, c->first[k]);
}

cglpk_status cglpk_set_column_bounds(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *columns,
                                     const double *lower, const double *upper, cglpk_error *error) {
  struct change c = {session, count, columns, lower, upper};
  cglpk_status status = cglpk_usable(session, error);
  if (status == CGLPK_OK) status = check_indices(&c, session->columns, error);
  if (status == CGLPK_OK) status = check_bounds(&c, CGLPK_PROBLEM_COLUMN_BOUNDS, error);
  for (ptrdiff_t k = 0; k < count && status == CGLPK_OK; k++) {
    double low = lower[k], high = upper[k];
    usable_bounds(session, columns[k], &low, &high);
    if (low > high) status = cglpk_invalid(error, CGLPK_PROBLEM_INTEGER, columns[k], 0);
  }
  if (status != CGLPK_OK) return status;
  return cglpk_guarded(session->library, session->memory_mb, change_column_bounds, &c, error);
}

cglpk_status cglpk_set_row_bounds(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *rows, const double *lower,
                                  const double *upper, cglpk_error *error) {
  struct change c = {session, count, rows, lower, upper};
  cglpk_status status = cglpk_usable(session, error);
  if (status == CGLPK_OK) status = check_indices(&c, session->rows, error);
  if (status == CGLPK_OK) status = check_bounds(&c, CGLPK_PROBLEM_ROW_BOUNDS, error);
  if (status != CGLPK_OK) return status;
  return cglpk_guarded(session->library, session->memory_mb, change_row_bounds, &c, error);
}

cglpk_status cglpk_set_costs(cglpk_session *session, ptrdiff_t count, const ptrdiff_t *columns, const double *costs,
                             cglpk_error *error) {
  struct change c = {session, count, columns, costs, NULL};
  cglpk_status status = cglpk_usable(session, error);
  if (status == CGLPK_OK) status = check_indices(&c, session->columns, error);
  for (ptrdiff_t k = 0; k < count && status == CGLPK_OK; k++)
    if (!isfinite(costs[k])) status = cglpk_invalid(error, CGLPK_PROBLEM_COST, columns[k], -1);
  if (status != CGLPK_OK) return status;
  return cglpk_guarded(session->library, session->memory_mb, change_costs, &c, error);
}

static void provoke(void *context) {
  cglpk_session *session = context;
  session->library->set_obj_coef(session->problem, INT_MAX, 1);
}

cglpk_status cglpk_provoke_fault(cglpk_session *session, cglpk_error *error) {
  cglpk_status status = cglpk_usable(session, error);
  if (status != CGLPK_OK) return status;
  return cglpk_guarded(session->library, session->memory_mb, provoke, session, error);
}

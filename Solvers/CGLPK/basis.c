/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bases. */

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

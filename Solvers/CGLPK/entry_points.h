/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GLPK's entry points as they are used here, declared by hand from its reference manual, so that the package builds
   without glpk.h. layout_check.c compares them with the header where there is one. */

#ifndef CGLPK_ENTRY_POINTS_H
#define CGLPK_ENTRY_POINTS_H

#include <stddef.h>

struct glp_prob;
struct glp_tree;

/* Parameters of the simplex method (glp_smcp). */
struct cglpk_smcp {
  int msg_lev, meth, pricing, r_test;
  double tol_bnd, tol_dj, tol_piv, obj_ll, obj_ul;
  int it_lim, tm_lim, out_frq, out_dly, presolve, excl, shift, aorn;
  double reserved[33];
};

/* Parameters of branch and cut (glp_iocp). */
struct cglpk_iocp {
  int msg_lev, br_tech, bt_tech;
  double tol_int, tol_obj;
  int tm_lim, out_frq, out_dly;
  void (*cb_func)(struct glp_tree *tree, void *info);
  void *cb_info;
  int cb_size, pp_tech;
  double mip_gap;
  int mir_cuts, gmi_cuts, cov_cuts, clq_cuts, presolve, binarize, fp_heur, ps_heur, ps_tm_lim, sr_heur, use_sol;
  const char *save_sol;
  int alien, flip;
  double reserved[23];
};

enum {
  GLPK_MIN = 1,
  GLPK_CONTINUOUS = 1, GLPK_INTEGER = 2,
  GLPK_FREE = 1, GLPK_LOWER = 2, GLPK_UPPER = 3, GLPK_DOUBLE = 4, GLPK_FIXED = 5,
  GLPK_BASIC = 1, GLPK_AT_LOWER = 2, GLPK_AT_UPPER = 3, GLPK_AT_FREE = 4, GLPK_AT_FIXED = 5,
  GLPK_SCALE_AUTO = 0x80,
  GLPK_UNDEFINED = 1, GLPK_FEASIBLE = 2, GLPK_INFEASIBLE = 3, GLPK_NO_FEASIBLE = 4, GLPK_OPTIMAL = 5, GLPK_UNBOUNDED = 6,
  GLPK_MESSAGES_OFF = 0,
  GLPK_PRICING_DANTZIG = 0x11, GLPK_PRICING_STEEPEST = 0x22, GLPK_RATIO_TEXTBOOK = 0x11, GLPK_RATIO_HARRIS = 0x22,
  GLPK_ON = 1, GLPK_OFF = 0,
  GLPK_EITLIM = 0x08, GLPK_ETMLIM = 0x09, GLPK_ENOPFS = 0x0A, GLPK_ENODFS = 0x0B, GLPK_ESTOP = 0x0D,
  GLPK_EMIPGAP = 0x0E,
  GLPK_IHEUR = 0x05, GLPK_BR_PCH = 5
};

/* X(result, name, arguments); the symbol is glp_<name>. */
#define CGLPK_ENTRY_POINTS(X)                                                                       \
  X(const char *, version, (void))                                                                  \
  X(int, free_env, (void))                                                                          \
  X(int, term_out, (int flag))                                                                      \
  X(void, term_hook, (int (*hook)(void *info, const char *text), void *info))                       \
  X(void, error_hook, (void (*hook)(void *info), void *info))                                       \
  X(void, mem_limit, (int megabytes))                                                               \
  X(struct glp_prob *, create_prob, (void))                                                         \
  X(void, delete_prob, (struct glp_prob *))                                                         \
  X(void, set_obj_dir, (struct glp_prob *, int))                                                    \
  X(int, add_rows, (struct glp_prob *, int))                                                        \
  X(int, add_cols, (struct glp_prob *, int))                                                        \
  X(void, set_row_bnds, (struct glp_prob *, int, int, double, double))                              \
  X(void, set_col_bnds, (struct glp_prob *, int, int, double, double))                              \
  X(void, set_obj_coef, (struct glp_prob *, int, double))                                           \
  X(void, set_mat_col, (struct glp_prob *, int, int, const int *, const double *))                  \
  X(void, set_col_kind, (struct glp_prob *, int, int))                                              \
  X(int, get_col_kind, (struct glp_prob *, int))                                                    \
  X(int, get_row_type, (struct glp_prob *, int))                                                    \
  X(double, get_row_lb, (struct glp_prob *, int))                                                   \
  X(double, get_row_ub, (struct glp_prob *, int))                                                   \
  X(int, get_col_type, (struct glp_prob *, int))                                                    \
  X(double, get_col_lb, (struct glp_prob *, int))                                                   \
  X(double, get_col_ub, (struct glp_prob *, int))                                                   \
  X(double, get_rii, (struct glp_prob *, int))                                                      \
  X(double, get_sjj, (struct glp_prob *, int))                                                      \
  X(void, set_sjj, (struct glp_prob *, int, double))                                                \
  X(void, scale_prob, (struct glp_prob *, int))                                                     \
  X(void, unscale_prob, (struct glp_prob *))                                                        \
  X(void, set_row_stat, (struct glp_prob *, int, int))                                              \
  X(void, set_col_stat, (struct glp_prob *, int, int))                                              \
  X(void, std_basis, (struct glp_prob *))                                                           \
  X(void, adv_basis, (struct glp_prob *, int))                                                      \
  X(int, get_status, (struct glp_prob *))                                                           \
  X(int, get_prim_stat, (struct glp_prob *))                                                        \
  X(int, get_dual_stat, (struct glp_prob *))                                                        \
  X(double, get_obj_val, (struct glp_prob *))                                                       \
  X(int, get_row_stat, (struct glp_prob *, int))                                                    \
  X(double, get_row_prim, (struct glp_prob *, int))                                                 \
  X(double, get_row_dual, (struct glp_prob *, int))                                                 \
  X(int, get_col_stat, (struct glp_prob *, int))                                                    \
  X(double, get_col_prim, (struct glp_prob *, int))                                                 \
  X(double, get_col_dual, (struct glp_prob *, int))                                                 \
  X(int, get_it_cnt, (struct glp_prob *))                                                           \
  X(int, mip_status, (struct glp_prob *))                                                           \
  X(double, mip_obj_val, (struct glp_prob *))                                                       \
  X(double, mip_col_val, (struct glp_prob *, int))                                                  \
  X(int, bf_exists, (struct glp_prob *))                                                            \
  X(int, factorize, (struct glp_prob *))                                                            \
  X(int, ios_best_node, (struct glp_tree *))                                                        \
  X(double, ios_node_bound, (struct glp_tree *, int))                                               \
  X(struct glp_prob *, ios_get_prob, (struct glp_tree *))                                           \
  X(int, ios_reason, (struct glp_tree *))                                                           \
  X(int, ios_heur_sol, (struct glp_tree *, const double *))                                         \
  X(void, ios_terminate, (struct glp_tree *))

/* Those with a parameter struct, which has a name of its own here. */
#define CGLPK_PARAMETER_ENTRY_POINTS(X)                                                             \
  X(void, init_smcp, (struct cglpk_smcp *))                                                         \
  X(int, simplex, (struct glp_prob *, const struct cglpk_smcp *))                                   \
  X(void, init_iocp, (struct cglpk_iocp *))                                                         \
  X(int, intopt, (struct glp_prob *, const struct cglpk_iocp *))

struct cglpk_library {
#define CGLPK_FIELD(result, name, arguments) result(*name) arguments;
  CGLPK_ENTRY_POINTS(CGLPK_FIELD)
  CGLPK_PARAMETER_ENTRY_POINTS(CGLPK_FIELD)
#undef CGLPK_FIELD
  char version_text[32];
};

#endif

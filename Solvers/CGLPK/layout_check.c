/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiles to nothing. Where glpk.h is installed, it proves that the declarations made by hand agree with it. */

#include "entry_points.h"

#if defined(__has_include)
#if __has_include(<glpk.h>) && !defined(CGLPK_WITHOUT_HEADER)
#include <glpk.h>

#define SAME_FIELD(ours, theirs, field)                                                                        \
  _Static_assert(offsetof(struct ours, field) == offsetof(theirs, field), #theirs "." #field " has moved");    \
  _Static_assert(sizeof(((struct ours *)0)->field) == sizeof(((theirs *)0)->field), #theirs "." #field " size")
#define SMCP(field) SAME_FIELD(cglpk_smcp, glp_smcp, field)
#define IOCP(field) SAME_FIELD(cglpk_iocp, glp_iocp, field)

_Static_assert(sizeof(struct cglpk_smcp) == sizeof(glp_smcp), "glp_smcp has another size");
SMCP(msg_lev); SMCP(meth); SMCP(pricing); SMCP(r_test); SMCP(tol_bnd); SMCP(tol_dj); SMCP(tol_piv); SMCP(obj_ll);
SMCP(obj_ul); SMCP(it_lim); SMCP(tm_lim); SMCP(out_frq); SMCP(out_dly); SMCP(presolve); SMCP(excl); SMCP(shift);
SMCP(aorn);

_Static_assert(sizeof(struct cglpk_iocp) == sizeof(glp_iocp), "glp_iocp has another size");
IOCP(msg_lev); IOCP(br_tech); IOCP(bt_tech); IOCP(tol_int); IOCP(tol_obj); IOCP(tm_lim); IOCP(out_frq); IOCP(out_dly);
IOCP(cb_func); IOCP(cb_info); IOCP(cb_size); IOCP(pp_tech); IOCP(mip_gap); IOCP(mir_cuts); IOCP(gmi_cuts);
IOCP(cov_cuts); IOCP(clq_cuts); IOCP(presolve); IOCP(binarize); IOCP(fp_heur); IOCP(ps_heur); IOCP(ps_tm_lim);
IOCP(sr_heur); IOCP(use_sol); IOCP(save_sol); IOCP(alien); IOCP(flip);

#define SAME_TYPE(result, name, arguments)                                                          \
  _Static_assert(__builtin_types_compatible_p(__typeof__(&glp_##name), result(*) arguments), "glp_" #name " has another type");
CGLPK_ENTRY_POINTS(SAME_TYPE)

#define SAME_VALUE(ours, theirs) _Static_assert((int)(ours) == (theirs), #theirs " has another value")
SAME_VALUE(GLPK_MIN, GLP_MIN); SAME_VALUE(GLPK_CONTINUOUS, GLP_CV); SAME_VALUE(GLPK_INTEGER, GLP_IV);
SAME_VALUE(GLPK_FREE, GLP_FR); SAME_VALUE(GLPK_LOWER, GLP_LO); SAME_VALUE(GLPK_UPPER, GLP_UP);
SAME_VALUE(GLPK_DOUBLE, GLP_DB); SAME_VALUE(GLPK_FIXED, GLP_FX); SAME_VALUE(GLPK_BASIC, GLP_BS);
SAME_VALUE(GLPK_AT_LOWER, GLP_NL); SAME_VALUE(GLPK_AT_UPPER, GLP_NU); SAME_VALUE(GLPK_AT_FREE, GLP_NF);
SAME_VALUE(GLPK_AT_FIXED, GLP_NS); SAME_VALUE(GLPK_SCALE_AUTO, GLP_SF_AUTO); SAME_VALUE(GLPK_UNDEFINED, GLP_UNDEF);
SAME_VALUE(GLPK_FEASIBLE, GLP_FEAS); SAME_VALUE(GLPK_INFEASIBLE, GLP_INFEAS); SAME_VALUE(GLPK_NO_FEASIBLE, GLP_NOFEAS);
SAME_VALUE(GLPK_OPTIMAL, GLP_OPT); SAME_VALUE(GLPK_UNBOUNDED, GLP_UNBND); SAME_VALUE(GLPK_MESSAGES_OFF, GLP_MSG_OFF);
SAME_VALUE(GLPK_PRICING_DANTZIG, GLP_PT_STD); SAME_VALUE(GLPK_PRICING_STEEPEST, GLP_PT_PSE);
SAME_VALUE(GLPK_RATIO_TEXTBOOK, GLP_RT_STD); SAME_VALUE(GLPK_RATIO_HARRIS, GLP_RT_HAR); SAME_VALUE(GLPK_ON, GLP_ON);
SAME_VALUE(GLPK_OFF, GLP_OFF); SAME_VALUE(GLPK_EITLIM, GLP_EITLIM); SAME_VALUE(GLPK_ETMLIM, GLP_ETMLIM);
SAME_VALUE(GLPK_ENOPFS, GLP_ENOPFS); SAME_VALUE(GLPK_ENODFS, GLP_ENODFS); SAME_VALUE(GLPK_ESTOP, GLP_ESTOP);
SAME_VALUE(GLPK_EMIPGAP, GLP_EMIPGAP); SAME_VALUE(GLPK_IHEUR, GLP_IHEUR); SAME_VALUE(GLPK_BR_PCH, GLP_BR_PCH);

#endif
#endif

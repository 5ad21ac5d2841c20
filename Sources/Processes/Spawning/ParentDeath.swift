// SPDX-License-Identifier: GPL-3.0-or-later

internal import CProcesses

/// Has this process end when the thread that started it does (Linux).
package func dieWithParent() { cprocesses_die_with_parent() }

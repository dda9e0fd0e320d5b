"""Compile many functions into one library, which is optimised and turned into code once.

Numba makes a library of every compiled function, with all that it calls inside: two hundred small
functions that call each other are optimised over and over. Here they share a library, and only
the function that Python calls turns it into code: half the time to compile, and faster code,
since the optimiser sees that nobody else calls the others. What is rarely called is kept out of
what is often called: less to optimise, and the code that runs most stays together.

This uses Numba's passes, which are not promised to stay; with a version that was not tried the
functions are compiled in the ordinary way, with the same results.
"""

from __future__ import annotations

from typing import Any

import numba
from numba import njit
from numba.core import compiler, lowering, typed_passes
from numba.core.compiler_machinery import register_pass

TRIED = ("0.68.",)
PLAIN = {"nogil": True, "error_model": "numpy", "boundscheck": False}
# A function is copied into its callers where it says so; else its callees would inherit that.
INNER = {**PLAIN, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": False}


class Together:
    """A set of functions that call each other, and the one that Python calls.

    ``part``, ``rare`` and ``inlined`` decorate the functions within, ``whole`` the one that calls
    them; its compiled form is cached on disk. It must be compiled for one signature only.
    """

    def __init__(self) -> None:
        copied = INNER | {"forceinline": True}
        if not numba.__version__.startswith(TRIED):
            self.part, self.inlined = njit(**INNER), njit(**copied)
            self.rare = self.part
            self.whole = njit(**PLAIN, cache=True)
            return
        part, rare, whole = _pipelines()
        self.part = njit(**INNER, pipeline_class=part)
        self.rare = njit(**INNER, pipeline_class=rare)
        self.inlined = njit(**copied, pipeline_class=part)
        self.whole = njit(**PLAIN, cache=True, no_cfunc_wrapper=True, pipeline_class=whole)


Compiler = type[compiler.CompilerBase]


def _pipelines() -> tuple[Compiler, Compiler, Compiler]:
    """Return compilers: of what is within, of what is rare, and of the whole; one library."""
    libraries: list[Any] = []
    rare: set[str] = set()

    @register_pass(mutates_CFG=True, analysis_only=False)
    class IntoTheLibrary(typed_passes.NativeLowering):  # type: ignore[misc]
        """Add a function to the library, and turn nothing into code yet."""

        _name = "into_the_library"

        def run_pass(self, state: Any) -> bool:
            state.library = _library(libraries, state)
            state.flags.no_compile = True
            super().run_pass(state)
            made = state.cr
            function = _stand_in(made, state.library)
            state.targetctx.insert_user_function(function, made.fndesc, [])
            state.cr = made._replace(cfunc=function)
            return True

    @register_pass(mutates_CFG=True, analysis_only=False)
    class ApartInTheLibrary(IntoTheLibrary):
        """Add a function that is called and never copied into its callers."""

        _name = "apart_in_the_library"

        def run_pass(self, state: Any) -> bool:
            done = super().run_pass(state)
            rare.add(state.cr.fndesc.mangled_name)
            return done

    @register_pass(mutates_CFG=True, analysis_only=False)
    class TheLibrary(typed_passes.NativeLowering):  # type: ignore[misc]
        """Add the function that Python calls, and turn the library into code."""

        _name = "the_library"
        lowering_class = _LowerWhole

        def run_pass(self, state: Any) -> bool:
            state.library = _library(libraries, state)
            state.library.rare = rare
            return bool(super().run_pass(state))

    return _pipeline(IntoTheLibrary), _pipeline(ApartInTheLibrary), _pipeline(TheLibrary)


def _library(libraries: list[Any], state: Any) -> Any:
    if not libraries:
        libraries.append(state.targetctx.codegen().create_library("together"))
        libraries[0].enable_object_caching()
    return libraries[0]


def _stand_in(made: Any, library: Any) -> Any:
    """Return what Numba knows a compiled function by; it has no code and is never called."""
    from numba import _dynfunc

    name, module = made.fndesc.qualname, made.fndesc.lookup_module()
    return _dynfunc.make_function(module, name, "compiled within", 0, made.env, (library,))


class _LowerWhole(lowering.Lower):  # type: ignore[misc]
    """Lower the function that Python calls, and hide the others from everybody else."""

    def create_cpython_wrapper(self, release_gil: bool = False) -> None:
        super().create_cpython_wrapper(release_gil=release_gil)
        kept = {self.fndesc.mangled_name, self.fndesc.llvm_cpython_wrapper_name}
        for function in self.library._final_module.functions:  # noqa: SLF001
            if not function.is_declaration and function.name not in kept:
                function.linkage = "internal"
            if function.name in self.library.rare:
                function.add_function_attribute("noinline")
                function.add_function_attribute("cold")


def _pipeline(last: type[typed_passes.NativeLowering]) -> type[compiler.CompilerBase]:
    class Pipeline(compiler.CompilerBase):  # type: ignore[misc]
        """The ordinary passes, with another one to lower."""

        def define_pipelines(self) -> list[Any]:
            passes = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
            passes.passes = [
                (last if each is typed_passes.NativeLowering else each, why)
                for each, why in passes.passes
            ]
            passes.finalize()
            return [passes]

    return Pipeline

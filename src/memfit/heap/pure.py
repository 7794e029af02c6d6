class PureKernels: compiled=False

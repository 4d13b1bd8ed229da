# A boot sector that proves a processor: real mode, then 64-bit paging, then 300 million turns of a loop (0.1 s on hardware,
# minutes where a hypervisor interprets instructions), then "PILEUS" on COM1 and a reset.
# as trial.S -o t.o && ld -Ttext 0x7c00 --oformat binary -o trial.bin t.o
        .code16
        .globl _start
_start: cli
        xorw %ax, %ax
        movw %ax, %ds
        movw %ax, %es
        movw %ax, %ss
        movw $0x7c00, %sp
        movw $0x1000, %di               # page tables at 0x1000, 0x2000, 0x3000: one 2 MiB page, identical
        movw $0x1800, %cx
        cld
        rep stosw
        movw $0x2003, 0x1000
        movw $0x3003, 0x2000
        movw $0x0083, 0x3000
        movl $0x1000, %eax
        movl %eax, %cr3
        movl %cr4, %eax
        orb  $0x20, %al                 # PAE
        movl %eax, %cr4
        movl $0xc0000080, %ecx          # EFER.LME
        rdmsr
        orb  $1, %ah
        wrmsr
        lgdt gdtr
        movl %cr0, %eax
        orl  $0x80000001, %eax          # PG, PE
        movl %eax, %cr0
        ljmp $8, $long
        .code64
long:   movl $300000000, %ecx
1:      decl %ecx
        jnz  1b
        movw $0x3f8, %dx
        leaq text(%rip), %rsi
        movl $7, %ecx
        rep outsb
        movb $0xfe, %al                 # reset by the keyboard controller
        outb %al, $0x64
2:      hlt
        jmp  2b
text:   .ascii "PILEUS\n"
        .balign 8
gdt:    .quad 0, 0x00209a0000000000
gdtr:   .word 15
        .long gdt
        .org 510
        .word 0xaa55

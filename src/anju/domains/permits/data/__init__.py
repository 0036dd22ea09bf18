"""Frozen values of permits, one module a topic: `states`, `entitled`, …"""

"""Seat program: takes a sealed exam package in, runs one sitting, keeps its journal."""
